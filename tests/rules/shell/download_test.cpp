// Downloads and the ways to make them unsafe.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "rules/fix.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view rule, std::string_view text) {
  const Marked marked = marked_by(rule, text);
  EXPECT_EQ(marked.found, marked.expected);
}

void run(std::string_view rule, std::string_view script) {
  check(rule, "FROM a\nRUN " + std::string(script) + "\n");
}

void check_fix(std::string_view rule, std::string_view script, std::string_view fixed) {
  RuleSet rules(builtin_rules());
  rules.select({{std::string(rule)}, {}});
  EXPECT_EQ(fix(Text("FROM a\nRUN " + std::string(script)), rules, Safety::unsafe).text,
            "FROM a\nRUN " + std::string(fixed));
}

TEST(DisabledTlsVerification, SeesThroughWrappersAndBundles) {
  const std::string_view rule = "disabled-tls-verification";
  run(rule, "sudo -E curl -sS[|k|]L https://h.io");
  run(rule, "/usr/bin/curl [|--insecure|] https://h.io");
  run(rule, "curl -o k -Hk -u-k https://h.io");
  run(rule, "curl -fk https://localhost:8443/x https://127.0.0.1");
  run(rule, "[|GIT_SSL_NO_VERIFY=1|] git clone x");
  run(rule, "export [|NODE_TLS_REJECT_UNAUTHORIZED=0|]; npm ci");
  run(rule, "git -c [|http.sslVerify=false|] clone x");
  run(rule, "git config --global [|http.sslverify \"false\"|]");
  run(rule, "git config --global http.sslVerify true");
  run(rule, "python3 -m pip install [|--trusted-host=pypi.org|] x");
  run(rule, "pip3.11 install [|--trusted-host pypi.org|] x");
  run(rule, "echo [|sslverify=false|] >> /etc/yum.conf");
  run(rule, "echo sslverify=false");
  run(rule, "wget --no-check-certificate h/x && echo '0  x' | sha256sum -c");
  check(rule,
        "FROM a\nENV [|GIT_SSL_NO_VERIFY=true|] NODE_TLS_REJECT_UNAUTHORIZED=1\n"
        "ENV [|npm_config_strict_ssl=\"false\"|]\nARG [|PYTHONHTTPSVERIFY=0|]\nARG GOINSECURE\n"
        "CMD curl -k https://h.io\n");
}

TEST(DisabledTlsVerification, TakesTheFlagOut) {
  const std::string_view rule = "disabled-tls-verification";
  check_fix(rule, "curl -k https://h.io", "curl https://h.io");
  check_fix(rule, "curl > x -k https://h.io", "curl > x https://h.io");
  check_fix(rule, "curl \\\n  # why\n  -k \\\n  https://h.io",
            "curl \\\n  # why\n   \\\n  https://h.io");
  check_fix(rule, "[\"curl\", \"-k\", \"https://h.io\"]", "[\"curl\", \"-k\", \"https://h.io\"]");
  check_fix(rule, "[\"sh\", \"-c\", \"curl -k https://h.io\"]",
            "[\"sh\", \"-c\", \"curl https://h.io\"]");
  check_fix(rule, "[\"sh\", \"-c\", \"curl \\\"-k\\\" https://h.io\"]",
            "[\"sh\", \"-c\", \"curl \\\"-k\\\" https://h.io\"]");
}

TEST(DisabledSignatureCheck, ReadsFlagsAndSources) {
  const std::string_view rule = "disabled-signature-check";
  run(rule, "apt-get -o [|APT::Get::AllowUnauthenticated=true|] install x");
  run(rule, "yum install -y [|--nogpgcheck|] x && rpm -i [|--nosignature|] y.rpm");
  run(rule, "echo \"deb [trusted=yes] file:/repo ./\" > /etc/apt/sources.list");
  run(rule, "echo 'deb [signed-by=/k] https://h.io ./' > /etc/apt/sources.list");
  run(rule, "pip install --nogpgcheck");
  check_fix(rule, "apt-get install -qy --force-yes x", "apt-get install -qy x");
}

TEST(DisabledSignatureCheck, KnowsTheVariablesOfGo) {
  const std::string_view rule = "disabled-signature-check";
  run(rule, "[|GOSUMDB=off|] go mod download && go env -w [|GONOSUMDB=*|]");
  run(rule, "export [|GOPRIVATE=\"a.io/x,*\"|]; GOSUMDB=sum.golang.google.cn go build");
  run(rule, "GONOSUMDB=a.io/* GOPRIVATE=*.a.io go build; echo GOSUMDB=off");
  check(rule, "FROM a\nENV [|GOSUMDB=\"off\"|] GOPRIVATE=a.io\nARG [|GONOSUMDB=*|]\nARG GOSUMDB\n");
  run("disabled-tls-verification", "[|GOFLAGS=\"-v -insecure\"|] go get [|-insecure|] x");
  run("disabled-tls-verification", "GOFLAGS=-mod=vendor go build -v && [|GOINSECURE=*|] go build");
}

TEST(DownloadPipedToShell, AsksWhatRuns) {
  const std::string_view rule = "download-piped-to-shell";
  run(rule, "curl https://h.io/x | [|bash|] -s -- -y");
  run(rule, "curl https://h.io/x | A=1 sudo -E [|bash|] -");
  run(rule, "wget -O- https://h.io/x | tac | tac | [|sh|]");
  run(rule, "curl https://h.io/x | [|python3|] -");
  run(rule, "[|bash|] <(curl https://h.io/x)");
  run(rule, "[|eval|] \"$(curl https://h.io/x)\"");
  run(rule, "curl https://h.io/x | tar x");
  run(rule, "curl https://h.io/x | python3 -c 'import json'");
  run(rule, "curl https://h.io/x | python3 -m json.tool");
  run(rule, "curl https://h.io/x | bash -c 'cat'");
  run(rule, "curl https://h.io/x | sh script.sh");
  run(rule, "curl -o x https://h.io/x | bash");
  run(rule, "sh x.sh \"$(curl https://h.io/version)\"");
  run(rule, "curl https://h.io/x; bash");
  check(rule, "FROM a\nCMD curl https://h.io/x | sh\n");
}

TEST(PlainHttpDownload, KnowsWhatIsSafe) {
  const std::string_view rule = "plain-http-download";
  run(rule, "curl -x http://proxy.h.io:3128 -H http://h.io --proxy=http://h.io https://h.io/x");
  run(rule, "wget http://h.io/x && sha256sum -c sums");
  run(rule,
      "wget http://$HOST/x http://10.0.0.1/x http://172.20.0.1/x http://repo/x http://a.local/x");
  run(rule, "wget [|http|]://172.32.0.1/x");
  run(rule, "apt-get install x # http://h.io\n");
  run(rule, "rpm --import [|http|]://h.io/key && yum-config-manager --add-repo http://h.io/x.repo");
  run(rule, "git clone '[|http|]://h.io/x'");
  run(rule, "[\"wget\", \"[|http|]://h.io/x\"]");
  check(rule,
        "FROM a\nADD --checksum=sha256:0 http://h.io/x /\nADD https://h.io/x /\n"
        "HEALTHCHECK CMD curl http://h.io\n");
}

TEST(PlainHttpDownload, OffersNoHttpsWhereThereIsNone) {
  const std::string_view rule = "plain-http-download";
  for (const std::string_view host :
       {"archive.ubuntu.com", "de.archive.ubuntu.com", "security.ubuntu.com", "ports.ubuntu.com"}) {
    const std::string rest = "://" + std::string(host) + "/ubuntu/pool/x.deb";
    run(rule, "wget [|http|]" + rest);
    check_fix(rule, "wget http" + rest + "\n", "wget http" + rest + "\n");
    run(rule, "echo deb http" + rest + " > /etc/apt/sources.list");
  }
  check_fix(rule, "wget http://myarchive.ubuntu.com/x\n", "wget https://myarchive.ubuntu.com/x\n");
  check(rule, "FROM a\nADD [|http|]://security.ubuntu.com/x.deb /\n");
}

TEST(CurlWithoutFail, AsksWhoWouldNotice) {
  const std::string_view rule = "curl-without-fail";
  run(rule, "curl -fo x https://h.io && curl --fail-with-body -o y https://h.io");
  run(rule, "[|curl|] -o x https://h.io && chmod +x x");
  run(rule, "curl -o x https://h.io && tar xf x");
  run(rule, "tar xf y && [|curl|] -o x https://h.io");
  run(rule, "curl https://h.io > /dev/null; curl https://h.io 2> x; curl https://h.io");
  run(rule, "curl -o /dev/null -w '%{http_code}' https://h.io; A=$(curl -o x https://h.io)");
  check_fix(rule, "curl https://h.io -so x", "curl -f https://h.io -so x");
}

TEST(ChecksumFormat, CountsBlanks) {
  const std::string_view rule = "checksum-format";
  run(rule, "echo 'a  x' | sha256sum -c; echo 'a *x' | sha256sum -c; echo 'a x' | cat");
  run(rule, "echo [|'a x'|] | sha512sum --check");
  check_fix(rule, "echo 'a x' | sha256sum -c", "echo 'a  x' | sha256sum -c");
}

TEST(PrivilegedRun, ReadsFlags) {
  const std::string_view rule = "privileged-run";
  run(rule, "[|--network=host|] [|--security=insecure|] x");
  run(rule, "--network=none --security=sandbox x --network=host");
}

TEST(ArchiveLeftBehind, IsNotRemovedInAScriptThatDoesNotParse) {
  check_fix("archive-left-behind", "curl -fO https://h.io/a.tgz && tar xf a.tgz\n",
            "curl -fO https://h.io/a.tgz && tar xf a.tgz && rm a.tgz\n");
  check_fix("archive-left-behind", "curl -fO https://h.io/a.tgz && tar xf a.tgz && echo '\n",
            "curl -fO https://h.io/a.tgz && tar xf a.tgz && echo '\n");
}

}  // namespace
}  // namespace dflint
