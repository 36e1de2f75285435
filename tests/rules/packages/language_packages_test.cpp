// Package managers of languages: what counts as a version, and which caches stay in the image.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "rules/builtin.h"
#include "rules/fix.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view rule, std::string_view text) {
  const Marked marked = marked_by(rule, text);
  EXPECT_EQ(marked.found, marked.expected) << rule;
}

void check_as_hadolint(std::string_view rule, std::string_view text) {
  RuleSet rules(builtin_rules());
  rules.select({{"hadolint"}, {}});
  const Marked marked = marked_by(rule, text, rules);
  EXPECT_EQ(marked.found, marked.expected) << rule;
}

TEST(LanguagePackages, PipVersions) {
  const auto run = [](std::string_view script) {
    check("pin-pip-versions", "FROM a\nRUN " + std::string(script) + "\n");
  };
  run("pip install [|a|] b==1 'c>=2' d~=1.0 git+https://x/y@v1 [|git+https://x/y|] ./e f.whl");
  run("/opt/venv/bin/pip3.11 install -i https://x -t /y [|a|]");
  run("sudo -H -u app python3 -m pip install [|a|]");
  run("env A=1 pip install -r r.txt [|a|] && pip install -c c.txt b && pip install -r r.txt");
  run("pip install $A . .[test] -e .");
  run("pip uninstall a && pip download b && pipenv install c && pip list");
  run("uv tool install [|a|] && uv sync && uv pip list && uv");
  run(R"(["sh", "-c", "pip install [|a|]"])");
  check("pin-pip-versions", "FROM a\nCMD pip install a\n");
}

TEST(LanguagePackages, PipVersionsAsHadolintSeesThem) {
  check_as_hadolint("pin-pip-versions", "FROM a\n[|RUN|] pip install $A\n");
  check_as_hadolint("pin-pip-versions",
                    "FROM a\nRUN pip install -r r.txt a && sudo pip install b\n");
}

TEST(LanguagePackages, NpmVersions) {
  const auto run = [](std::string_view script) {
    check("pin-npm-versions", "FROM a\nRUN " + std::string(script) + "\n");
  };
  run("npm i -g [|a|] b@1 @s/c@2 [|@s/d|] ./e f.tgz $G h@$H [|i@next|]");
  run("npm --prefix /x install [|a|] && npm ci && npm run install a");
  run("yarn add [|a|] && yarn global add b@1 [|c|] && yarn install && pnpm i");
  run("npm install git+https://x/y#v1 [|git+https://x/y|]");
}

TEST(LanguagePackages, GemAndGoVersions) {
  check("pin-gem-versions", "FROM a\nRUN gem install [|a|] b:1 c.gem $D && gem install e -v 1\n");
  check("pin-gem-versions", "FROM a\nRUN gem i -N [|a|] -- --with-x=[y] z && gem list b\n");
  check_as_hadolint("pin-gem-versions", "FROM a\nRUN gem install -N a\n");
  check("pin-go-versions",
        "FROM a\nRUN go install [|x.y/z@latest|] x.y/z x.y/z@v1 && go get ./... [|x.y/z|] fmt\n");
  check("pin-go-versions",
        "FROM a\nRUN go run x.y/z arg.txt && go run [|x.y/z@latest|] q.r@latest\n");
}

TEST(LanguagePackages, PipCache) {
  const auto run = [](std::string_view script) {
    check("pip-no-cache", "FROM a\nRUN " + std::string(script) + "\n");
  };
  run("[|pip install|] a && pip list");
  run("pip install a && rm -rf ~/.cache");
  run("pip install a && pip cache purge");
  run("rm -rf ~/.cache && [|pip install|] a");
  run("PIP_NO_CACHE_DIR=1 pip install a");
  run("export PIP_NO_CACHE_DIR=1 && pip install a");
  run("pip --no-cache-dir install a");
  run("--mount=type=cache,target=/root/.cache pip install a");
  run("--mount=type=bind,target=/root/.cache,source=x [|pip install|] a");
}

TEST(LanguagePackages, OnlyWhatShipsMatters) {
  check("pip-no-cache", "FROM a AS b\nRUN pip install a\nFROM c\nCOPY --from=b / /\n");
  check("pip-no-cache", "FROM a AS b\nRUN [|pip install|] a\nFROM b\nCMD x\n");
  check("pip-no-cache", "FROM a AS b\nENV PIP_NO_CACHE_DIR=1\nFROM b\nRUN pip install a\n");
  check("pip-no-cache", "FROM a\nRUN [|pip install|] a\nENV PIP_NO_CACHE_DIR=1\n");
  check("pip-no-cache", "FROM a\nRUN [|pip install|] a\nRUN rm -rf /root/.cache\n");
}

TEST(LanguagePackages, OtherCaches) {
  const auto run = [](std::string_view script) {
    check("clean-package-cache", "FROM a\nRUN " + std::string(script) + "\n");
  };
  run("npm i a && [|npm ci|] && npm run x");
  run("npm ci && npm cache clean --force");
  run("npm cache clean --force && [|npm ci|]");
  run("conda env export && conda create -n x && conda clean -afy");
  run("mamba create -n x && conda clean -afy");
  run("uv pip list && uv --version && npm --version && pnpm install");
  run("--mount=type=cache,target=/root/.npm npm ci");
  run("[|pacman -Syu|] --noconfirm gcc && pacman -Q");
  run("sudo [|pacman -S|] gcc");
  run("pacman -Syu --noconfirm gcc && yes | pacman -Scc");
  run("pacman -S gcc && rm -rf /var/cache/pacman/pkg/*");
  run("pacman -Sy && pacman -Ss gcc && pacman -R gcc && pacman");
  run("[|tdnf install|] -y gcc");
  run("tdnf install -y gcc && tdnf clean all");
  check("clean-yarn-cache", "FROM a\nRUN yarn --version && yarn build && [|yarn|]\n");
  check("clean-yarn-cache", "FROM a\nRUN yarn install --immutable\n");
}

TEST(LanguagePackages, CachesOfBuildTools) {
  const auto look = [](const std::string& text) {
    check("clean-package-cache", "FROM a\n" + text);
  };
  const std::string start = "CMD [\"/app\"]\n";
  look("RUN go mod download\nRUN [|go build|] -o /app\n" + start);
  look("RUN go build -o /app\nRUN go vet\n" + start);
  look("RUN go build -o /app && go clean -cache\n" + start);
  look("RUN --mount=type=cache,target=/root/.cache/go-build go build -o /app\n" + start);
  look("RUN go build -o /app\nRUN make\n" + start);
  look("RUN go build -o /app\n");
  look("RUN go build -o /app\nCMD go run .\n");
  look("RUN go build -o /app\nCMD [\"make\", \"run\"]\n");
  look("RUN go build -o /app\nCMD [\"bash\"]\n");
  look("RUN go build -o /app\nFROM b\nCOPY --from=0 /app /app\n" + start);
  look("RUN go install a.io/x@v1\nRUN [|go install|] a.io/y@v1\n");
  look("RUN [|./mvnw -B package|] -DskipTests\nCMD [\"java\", \"-jar\", \"a.jar\"]\n");
  look("RUN mvn dependency:go-offline\nRUN [|mvn -f pom.xml clean package|]\n" + start);
  look("RUN mvn -Dmaven.repo.local=/r package\n" + start);
  check("clean-package-cache", "FROM golang:1.9-alpine\nRUN go build -o /app\nCMD /app\n");
  check("clean-package-cache", "FROM golang:1.19\nRUN [|go build|] -o /app\nCMD /app\n");
  look("RUN mvn package\nCMD mvn spring-boot:run\n");
  look("RUN mvn package && rm -rf ~/.m2\n" + start);
  look("RUN [|gradle :app:bootJar|] --no-daemon\n" + start);
  look("RUN dotnet restore\nRUN [|dotnet publish|] -o out\nCMD [\"dotnet\", \"out/a.dll\"]\n");
  look("RUN dotnet publish -o out\nCMD [\"dotnet\", \"run\"]\n");
  look("RUN [|cargo build|] --release\n" + start);
}

TEST(LanguagePackages, CachesAreCleanedWhereThatHelps) {
  RuleSet rules(builtin_rules());
  rules.select({{"clean-package-cache"}, {}});
  const auto fixed = [&](const std::string& text) {
    return fix(Text("FROM a\n" + text + "\nCMD /app"), rules, Safety::unsafe).text.substr(7);
  };
  EXPECT_EQ(fixed("RUN go build"), "RUN go build && go clean -cache -modcache\nCMD /app");
  // The bytes of the first stay.
  EXPECT_EQ(fixed("RUN go mod download\nRUN go build"),
            "RUN go mod download\nRUN go build\nCMD /app");
  EXPECT_EQ(fixed("RUN sudo pacman -S gcc"),
            "RUN sudo pacman -S gcc && sudo rm -rf /var/cache/pacman/pkg/*\nCMD /app");
  EXPECT_EQ(fixed("RUN sudo -u x npm ci"), "RUN sudo -u x npm ci\nCMD /app");
}

TEST(LanguagePackages, PipHashes) {
  const auto run = [](std::string_view script) {
    check("pip-require-hashes", "FROM a\nRUN " + std::string(script) + "\n");
  };
  run("pip install -r [|a.txt|] && python3 -m pip install [|--requirement=b.txt|] && pip install "
      "x");
  run("pip install --require-hashes -r a.txt && PIP_REQUIRE_HASHES=1 pip install -r a.txt");
  check("pip-require-hashes", "FROM a\nENV PIP_REQUIRE_HASHES=1\nRUN pip install -r a.txt\n");
}

// One finding for a RUN, whose fix mends all of it; hadolint's meaning stays.
TEST(LanguagePackages, PipCacheOncePerRun) {
  const std::string text =
      "FROM a\nRUN pip install b==1 && pip3 install c==1 && python3 -m pip install d==1\n";
  RuleSet rules(builtin_rules());
  rules.select({{"pip-no-cache"}, {}});
  EXPECT_EQ(fix(Text(text), rules, Safety::unsafe).text,
            "FROM a\nRUN pip install --no-cache-dir b==1 && pip3 install --no-cache-dir c==1 && "
            "python3 -m pip install --no-cache-dir d==1\n");
  check("pip-no-cache", "FROM a\nRUN [|pip install|] b && pip install c\nRUN [|pip install|] d\n");
  check_as_hadolint("pip-no-cache", "FROM a\n[|RUN|] pip install b && pip install c\n");
}

// pip before 6 keeps no cache by itself, and does not know the flag.
TEST(LanguagePackages, OldPipKeepsNoCache) {
  for (const char* image : {"ubuntu:14.04", "ubuntu:trusty-20190515", "debian:jessie-slim",
                            "debian:8.11", "debian:7"}) {
    const std::string from = "FROM " + std::string(image) + "\n";
    check("pip-no-cache", from + "RUN pip install b\n");
    check("pip-no-cache", from + "RUN pip install -U pip && [|pip install|] b\n");
    check("pip-no-cache", from + "RUN python get-pip.py\nRUN [|pip install|] b\n");
  }
  check("pip-no-cache", "FROM ubuntu:16.04\nRUN [|pip install|] b\n");
  check("pip-no-cache", "FROM debian:12\nRUN [|pip install|] b\n");
  check("pip-no-cache",
        "FROM ubuntu:14.04 AS b\nRUN easy_install pip\nFROM b\nRUN [|pip install|] b\n");
  check("pip-no-cache", "FROM ubuntu:14.04 AS b\nRUN make\nFROM b\nRUN pip install b\n");
}

}  // namespace
}  // namespace dflint
