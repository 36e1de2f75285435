// What the rules about package managers of distributions see through, and where they keep still.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "rules/fix.h"
#include "rules/shown.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view rule, std::string_view text) {
  const Marked marked = marked_by(rule, text);
  EXPECT_EQ(marked.found, marked.expected) << rule;
}

std::string fixed(std::string_view rule, std::string_view text, Safety most = Safety::unsafe) {
  RuleSet rules(builtin_rules());
  rules.select(Selection{{std::string(rule)}, {}});
  return fix(Text(std::string(text)), rules, most).text;
}

// How often hadolint's meaning of the code reports.
size_t as_hadolint(std::string_view code, std::string_view text) {
  RuleSet rules(builtin_rules());
  rules.select(Selection{{"hadolint"}, {}});
  const Document document = parse(Text(std::string(text)));
  const Plan steps = plan(document);
  size_t count = 0;
  for (const Finding& finding :
       all_findings(document, steps, lint(document, steps, rules), rules)) {
    for (std::string_view alias : finding.rule->aliases) count += alias == code;
  }
  return count;
}

TEST(AnAnswer, IsSafeWhereTheQuestionEndsTheBuild) {
  const auto safe = [](std::string_view rule, const std::string& script) {
    const std::string text = "FROM a\nRUN " + script + "\n";
    return fixed(rule, text, Safety::safe) != text;
  };
  EXPECT_TRUE(safe("apt-get-yes", "apt-get install a"));
  EXPECT_TRUE(safe("apt-get-yes", "apt-get update && apt-get install a && b"));
  EXPECT_TRUE(safe("apt-get-yes", "set -ex; apt-get install a; b"));
  EXPECT_TRUE(safe("dnf-yes", "b; dnf install a"));
  EXPECT_TRUE(safe("zypper-non-interactive", "zypper install a"));
  for (const char* goes_on :
       {"apt-get install a; b", "apt-get install a || b", "apt-get install a && c || b",
        "! apt-get install a", "apt-get install a | tee b", "if apt-get install a; then b; fi",
        "apt-get install a & b", "echo $(apt-get install a)"}) {
    EXPECT_FALSE(safe("apt-get-yes", goes_on)) << goes_on;
  }
  EXPECT_FALSE(safe("yum-yes", "yum install a; b"));
  EXPECT_FALSE(safe("zypper-non-interactive", "zypper install a || b"));
}

TEST(AptGetYes, SeesThroughWrappersAndTakesOtherAnswers) {
  check("apt-get-yes", "FROM a\nRUN sudo -E apt-get [|install|] x\n");
  check("apt-get-yes", "FROM a\nRUN env A=1 /usr/bin/apt-get [|install|] x\n");
  check("apt-get-yes", "FROM a\nRUN A=1 timeout -k 5 60 apt-get -o A=b [|remove|] x\n");
  check("apt-get-yes", "FROM a\nRUN cat list | xargs -n 5 apt-get [|install|]\n");
  check("apt-get-yes", "FROM a\nRUN [\"sh\", \"-c\", \"apt-get [|install|] x\"]\n");
  for (std::string_view silent :
       {"apt-get install -qqy x", "apt-get -q -q install x", "apt-get -q=2 install x",
        "apt-get --assume-yes install x", "apt-get -o APT::Get::Assume-Yes=true install x",
        "yes | apt-get install x", "apt-get install x < answers", "apt-get -s install x",
        "echo 'APT::Get::Assume-Yes \"1\";' > /etc/apt/apt.conf.d/y && apt-get install x",
        "echo apt-get install x", "apt-get update", "apt-get clean", "apt-get"}) {
    check("apt-get-yes", "FROM a\nRUN " + std::string(silent) + "\n");
  }
  check("apt-get-yes", "FROM a\nCMD apt-get install x\n");
}

TEST(PackageRules, HadolintGoesByWords) {
  EXPECT_EQ(as_hadolint("DL3014", "FROM a\nRUN sudo apt-get install x\n"), 0u);
  EXPECT_EQ(as_hadolint("DL3014", "FROM a\nRUN apt-get -o x install y\n"), 1u);
  EXPECT_EQ(as_hadolint("DL3014", "FROM a\nRUN apt-get purge x\n"), 0u);
  EXPECT_EQ(as_hadolint("DL3014", "FROM a\nRUN bash <<E\napt-get install x\nE\n"), 0u);
  EXPECT_EQ(as_hadolint("DL3008", "FROM a\nRUN apt-get install -yt old $X a=1 b/c d.deb\n"), 1u);
  EXPECT_EQ(as_hadolint("DL3008", "FROM a\nRUN apt-get install -yt old a=1 b/c d.deb\n"), 0u);
  EXPECT_EQ(as_hadolint("DL3009", "FROM a\nRUN apt-get update && rm -rf /tmp/x\n"), 0u);
  EXPECT_EQ(as_hadolint("DL3009", "FROM a AS b\nRUN apt-get update\nFROM c\n"), 0u);
  EXPECT_EQ(as_hadolint("DL3009", "FROM a AS b\nRUN apt-get update\nFROM b\n"), 1u);
  EXPECT_EQ(as_hadolint("DL3032", "FROM a\nRUN yum clean all; yum -y install x-1; yum clean all\n"),
            1u);
  EXPECT_EQ(as_hadolint("DL3033", "FROM a\nARG V\nRUN yum install x-$V y-$W z-1.2 w.rpm\n"), 1u);
  EXPECT_EQ(as_hadolint("DL3033", "FROM a\nARG V\nRUN yum install x-$V z-1.2 w-x.rpm\n"), 0u);
  EXPECT_EQ(as_hadolint("DL3035", "FROM a\nRUN apt-get dist-upgrade -y\n"), 0u);
  EXPECT_EQ(as_hadolint("DL3035", "FROM a\nRUN zypper -n dup\n"), 1u);
  EXPECT_EQ(as_hadolint("DL3038", "FROM a\nRUN microdnf install x\n"), 1u);
  EXPECT_EQ(as_hadolint("DL3040", "FROM a\nRUN dnf -y in x && microdnf clean all\n"), 1u);
  EXPECT_EQ(as_hadolint("DL3019", "FROM a\nRUN apk update\n"), 0u);
}

TEST(DeleteAptLists, KnowsWhatDeletesThem) {
  const std::string update = "FROM a\nRUN apt-get update && apt-get install -y x && ";
  for (std::string_view silent :
       {"rm -rf /var/lib/apt/lists", "rm -r /var/lib/apt/lists/*", "rm -rf /var/lib/apt/",
        "rm -rf /var/lib/{apt,dpkg,cache}/", "rm -rf /var/lib/apt/lists/*_*", "clean-layer.sh",
        "find /var/lib/apt/lists -type f -delete", "sudo rm -rf /tmp/* /var/lib/apt/lists/*",
        "apt-get distclean"}) {
    check("delete-apt-lists", update + std::string(silent) + "\n");
  }
  for (std::string_view found : {"rm -rf /tmp/*", "rm -rf /var/cache/apt/archives", "apt-get clean",
                                 "rm -rf /var/lib/aptitude", "rm -rf /"}) {
    check("delete-apt-lists",
          "FROM a\nRUN [|apt-get update|] && apt-get install -y x && " + std::string(found) + "\n");
  }
  check("delete-apt-lists",
        "FROM a\nRUN rm -rf /var/lib/apt/lists/* && [|apt-get update|] && apt-get install x\n");
}

TEST(DeleteAptLists, KeepsStillWhereListsDoNotStayOrAreNeeded) {
  check("delete-apt-lists",
        "FROM a\nRUN --mount=type=tmpfs,dst=/var/lib/apt/ apt-get update && apt-get install x\n");
  check("delete-apt-lists",
        "FROM a AS b\nRUN apt-get update && apt-get install x\nFROM c\nCOPY --from=b /x /x\n");
  check("delete-apt-lists",
        "FROM a AS b\nRUN apt-get update && apt-get install x\nFROM b\nRUN apt-get install y\n");
  check("delete-apt-lists", "FROM a\nRUN apt-get update && ./install.sh\n");
}

TEST(DeleteAptLists, AppendsOnlyWhereTheScriptEndsInCode) {
  for (std::string_view kept :
       {"apt-get update && apt-get install -y x # why\n", "apt-get update; apt-get install -y x;\n",
        "apt-get update && apt-get install -y x &\n",
        "apt-get update && apt-get install -y x && exit 0\n",
        "apt-get update && apt-get install -y x && cat <<E\nE\n"}) {
    const std::string text = "FROM a\nRUN " + std::string(kept);
    EXPECT_EQ(fixed("delete-apt-lists", text), text);
  }
  EXPECT_EQ(fixed("delete-apt-lists",
                  "FROM a\r\nRUN apt-get update \\\r\n\t&& apt-get install -y \\\r\n\t\tx\r\n"),
            "FROM a\r\nRUN apt-get update \\\r\n\t&& apt-get install -y \\\r\n\t\tx \\\r\n"
            "\t&& rm -rf /var/lib/apt/lists/*\r\n");
  EXPECT_EQ(fixed("delete-apt-lists", "FROM a\nRUN apt-get update && apt-get install -y x"),
            "FROM a\nRUN apt-get update && apt-get install -y x && rm -rf /var/lib/apt/lists/*");
  const std::string_view text = "FROM a\nRUN apt-get update && apt-get install -y x\n";
  EXPECT_EQ(fixed("delete-apt-lists", text, Safety::safe), text);
}

TEST(PackageCaches, AreLeftOnlyBehindTheLastClean) {
  check("yum-clean", "FROM a\nRUN yum update -y && dnf clean all\n");
  check("yum-clean", "FROM a\nRUN yum install -y x && rm -rf /var/cache/yum\n");
  check("yum-clean", "FROM a\nRUN yum install -y x && rm -rf /var/cache/*\n");
  check("yum-clean", "FROM a\nRUN [|yum install -y x|] && rm -rf /tmp/x\n");
  check("yum-clean", "FROM a\nRUN yum --installroot /x install -y x\n");
  check("dnf-clean", "FROM a\nRUN microdnf update && dnf clean all\n");
  check("dnf-clean", "FROM a\nRUN [|dnf makecache|]\n");
  check("zypper-clean", "FROM a\nRUN --mount=type=cache,target=/var/cache/zypp zypper in x\n");
  check("apk-no-cache", "FROM a\nRUN --mount=type=cache,target=/etc/apk/cache apk add x\n");
  check("apk-no-cache", "FROM a\nRUN apk --no-cache add x\n");
  check("apk-no-cache", "FROM a\nRUN apk add --root /x y\n");
}

TEST(PinVersions, SkipValuesOfFlagsAndWhatIsNoName) {
  check("pin-apt-versions",
        "FROM a\nRUN apt install -t x --option A=b [|c|] d=1 e- ./f g/stable\n");
  check("pin-apt-versions", "FROM a\nRUN sudo apt-get install -y $X ${Y}-dev\n");
  check("pin-apk-versions", "FROM a\nRUN apk -X y add -t .z [|b|] c~1 'd>2' .z !e\n");
  check("pin-yum-versions",
        "FROM a\nRUN yum --enablerepo epel -y install [|a|] b-1.2 @c x-$V 'p(Q)'\n");
  check("pin-dnf-versions", "FROM a\nRUN dnf group install -y tools && dnf install [|a-b|]\n");
  check("pin-zypper-versions", "FROM a\nRUN zypper -n in --from r [|a|] b=1 c.rpm\n");
}

TEST(StalePackageIndex, KeepsStillWhereSomethingElseFetches) {
  const std::string before = "FROM a\nRUN apt-get update && apt-get install -y x\nRUN ";
  for (std::string_view silent :
       {"add-apt-repository ppa:x && apt-get install -y y", "./setup.sh && apt-get install -y y",
        "curl x | bash - && apt-get install -y y", "f() { apt-get update; }; f; apt-get install y",
        "apt-get update; apt-get install -y y", "apt-get install -y ./y.deb",
        "dpkg -i y.deb || apt-get install -f -y", "apt-get remove -y y"}) {
    check("stale-package-index", before + std::string(silent) + "\n");
  }
  check("stale-package-index", "FROM a\nRUN apt-get install -y y\n");
  check("stale-package-index",
        "FROM a\nRUN apt-get update && ./x\nFROM b\nRUN apt-get install y\n");
  check("stale-package-index",
        "FROM a\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\n"
        "RUN --mount=type=cache,target=/var/lib/apt apt-get install y\n");
}

TEST(StalePackageIndex, ReportsAFetchOnce) {
  check("stale-package-index",
        "FROM a\nRUN [|apt-get update|]\nRUN apt-get install x\nRUN apt-get install y\n");
  check("stale-package-index",
        "FROM a\nRUN apt-get update && apt-get install x\nRUN [|apt-get install y|]\n"
        "RUN apt-get install z\n");
  check("stale-package-index", "FROM a\nRUN [|apt-get update|]\nRUN apt-get -f install\n");
}

TEST(StalePackageIndex, FetchesAsBefore) {
  EXPECT_EQ(fixed("stale-package-index",
                  "FROM a\n\n# gone\nRUN apt-get -qq update\n\n# kept\nRUN if x; then apt-get "
                  "install y; fi\nRUN sudo apt-get install z\n"),
            "FROM a\n\n\n# kept\nRUN if x; then apt-get -qq update && apt-get install y; fi\n"
            "RUN sudo apt-get update && sudo apt-get install z\n");
  EXPECT_EQ(
      fixed("stale-package-index", "FROM a\n# kept\nRUN apt-get update\nRUN apt-get install y\n"),
      "FROM a\n# kept\nRUN apt-get update && apt-get install y\n");
  // The right side of || cannot take two commands.
  const std::string_view kept = "FROM a\nRUN apt-get update\nRUN x || apt-get install y\n";
  EXPECT_EQ(fixed("stale-package-index", kept), kept);
}

TEST(NoPackageUpgrade, TakesNamesAndSecurityForMeant) {
  check("no-package-upgrade", "FROM a\nRUN apk [|upgrade|] --available && apk upgrade musl\n");
  check("no-package-upgrade", "FROM a\nRUN yum update -y x && yum [|update|] -y --enablerepo e\n");
  check("no-package-upgrade", "FROM a\nRUN zypper -n patch && dnf upgrade --security -y\n");
  EXPECT_EQ(fixed("no-package-upgrade", "FROM a\nRUN apt-get update && apt-get -y upgrade\n"),
            "FROM a\nRUN apt-get update\n");
  const std::string_view kept = "FROM a\nRUN x || apt-get -y upgrade\n";
  EXPECT_EQ(fixed("no-package-upgrade", kept), kept);
}

// One finding for a RUN, whose fix mends all of it; hadolint's meaning stays.
TEST(NoApt, SpeaksOnceForARun) {
  check("no-apt", "FROM a\nRUN [|apt|] list && apt update && apt show b\nRUN [|apt|] update\n");
  EXPECT_EQ(fixed("no-apt", "FROM a\nRUN apt list && apt update && apt show b\n"),
            "FROM a\nRUN apt list && apt-get update && apt-cache show b\n");
  EXPECT_EQ(as_hadolint("DL3027", "FROM a\nRUN apt update && apt install b\nRUN apt c\n"), 2u);
}

// A line of a here-document is taken out as one of a list is.
TEST(ApkNoCache, TakesTheUpdateOutOfAHereDocument) {
  const std::string_view rule = "apk-no-cache";
  EXPECT_EQ(fixed(rule, "FROM a\nRUN <<EOF\nset -e\napk update\napk add b\nEOF\n"),
            "FROM a\nRUN <<EOF\nset -e\napk add --no-cache b\nEOF\n");
  EXPECT_EQ(fixed(rule, "FROM a\nRUN apk update; apk add b\n"),
            "FROM a\nRUN apk add --no-cache b\n");
  // Its failure decides whether something else runs.
  EXPECT_EQ(fixed(rule, "FROM a\nRUN c && apk update; apk add b\n"),
            "FROM a\nRUN c && apk update --no-cache; apk add --no-cache b\n");
}

}  // namespace
}  // namespace dflint
