// When a COPY of everything makes an install run again, and what the fix does about it.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "rules/builtin.h"
#include "rules/fix.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view text) {
  const Marked marked = marked_by("copy-manifests-first", text);
  EXPECT_EQ(marked.found, marked.expected);
}

std::string mended(std::string_view text) {
  RuleSet rules(builtin_rules());
  rules.select({{"copy-manifests-first"}, {}});
  return fix(Text(std::string(text)), rules, Safety::unsafe).text;
}

TEST(CopyManifestsFirst, NeedsACopyOfADirectoryThatHoldsTheProject) {
  check("FROM a\nWORKDIR /a\nCOPY [|.|] .\nRUN npm ci\n");
  check("FROM a\nWORKDIR /a\nCOPY [|web|] /a\nRUN npm ci\n");
  check("FROM a\nWORKDIR /a\nCOPY [|.|] /a\nRUN cd web && npm ci\n");
  check("FROM a\nCOPY [|.|] .\nRUN npm ci\n");
  check("FROM a\nENV D=/a\nWORKDIR $D\nCOPY [|./|] $D\nRUN npm ci\n");
  check("FROM a\nWORKDIR /a\nCOPY package.json .\nRUN npm ci\n");
  check("FROM a\nWORKDIR /a\nCOPY . /b\nRUN npm ci\n");
  check("FROM a\nWORKDIR /a\nCOPY --from=x . .\nRUN npm ci\n");
  check("FROM a\nCOPY rootfs /\nWORKDIR /a\nRUN npm ci\n");
  check("FROM a\nWORKDIR /a\nCOPY assets .\nCOPY package.json .\nRUN npm ci\n");
}

TEST(CopyManifestsFirst, IsSilentWhereTheCacheIsUsedAlready) {
  check("FROM a\nCOPY package.json .\nRUN npm ci\nCOPY . .\nRUN npm ci --omit=dev\n");
  check("FROM a AS b\nCOPY package.json .\nRUN npm ci\nFROM b\nCOPY . .\nRUN npm ci\n");
  check("FROM a\nCOPY . .\nRUN --mount=type=cache,target=/root/.npm npm ci\n");
}

TEST(CopyManifestsFirst, IsSilentWhereTheProjectIsAnother) {
  check("FROM a\nCOPY . .\nRUN git clone x && cd x && npm ci\n");
  check("FROM a\nCOPY . .\nRUN cd $X && npm ci\n");
  check("FROM a\nCOPY . .\nRUN npm install -g x && npm install y && pip install .\n");
  check("FROM a\nWORKDIR /go/src/x\nCOPY . .\nRUN go build\n");
  check("FROM a\nWORKDIR /a\nCOPY . .\nRUN go build -mod=vendor && go install x.y/z@v1\n");
}

TEST(CopyManifestsFirst, KnowsManyTools) {
  for (const std::string_view command :
       {"yarn", "pnpm i", "bun install", "pip3 install -r r.txt", "python -m pip install -r r.txt",
        "uv pip install -r r.txt", "pipenv sync", "poetry install", "uv sync", "go mod download",
        "go build ./...", "cargo build", "./mvnw package", "gradle build", "bundle install",
        "composer install", "dotnet restore"}) {
    check("FROM a\nWORKDIR /a\nCOPY [|.|] .\nRUN " + std::string(command) + "\n");
  }
}

TEST(CopyManifestsFirst, FixesOnlyWhatIsClear) {
  const std::string head = "FROM a\nWORKDIR /a\nCOPY . .\nRUN ";
  for (const std::string_view script :
       {"npm ci -w x", "yarn", "cd web && npm ci", "npm run x && npm ci", "npm ci || true",
        "npm ci; npm test", "npm ci | cat", "pip install -r a/r.txt", "cargo build",
        "dotnet restore", "npm ci > log", "npm ci && npm cache clean --force",
        "npm ci && rm -rf /tmp/x", "CGO_ENABLED=0 go build", "echo && uv sync"}) {
    const std::string text = head + std::string(script) + "\n";
    EXPECT_EQ(mended(text), text);
  }
  const std::string between = "FROM a\nWORKDIR /a\nCOPY . .\nRUN make\nRUN npm ci\n";
  EXPECT_EQ(mended(between), between);
}

TEST(CopyManifestsFirst, FixesKeepFlagsAndLineEndings) {
  EXPECT_EQ(
      mended("FROM a\r\nCOPY --link . /a\r\nWORKDIR /a\r\nRUN --network=host npm ci && x\r\n"),
      "FROM a\r\nCOPY --link package*.json .npmrc* /a/\r\nWORKDIR /a\r\n"
      "RUN --network=host npm ci\r\nCOPY --link . /a\r\nRUN --network=host x\r\n");
  EXPECT_EQ(mended("FROM a\nWORKDIR /a\nCOPY . .\nRUN poetry install --only main\n"),
            "FROM a\nWORKDIR /a\nCOPY pyproject.toml poetry.lock* poetry.toml* ./\n"
            "RUN poetry install --no-root --only main\nCOPY . .\nRUN poetry install --only main\n");
  EXPECT_EQ(mended("FROM a\nCOPY . /a\nRUN cd /a && npm ci"),
            "FROM a\nCOPY package*.json .npmrc* /a/\nRUN cd /a && npm ci\nCOPY . /a");
}

// The Gemfile of a gem reads the gemspec, which reads the sources.
TEST(CopyManifestsFirst, FixesRubyForApplicationsOnly) {
  const std::string gem = "FROM a\nWORKDIR /a\nCOPY . .\nRUN bundle install\n";
  check("FROM a\nWORKDIR /a\nCOPY [|.|] .\nRUN bundle install\n");
  EXPECT_EQ(mended(gem), gem);
  EXPECT_EQ(mended(gem + "CMD [\"puma\"]\n"),
            "FROM a\nWORKDIR /a\nCOPY Gemfile* .ruby-version* .tool-versions* ./\n"
            "RUN bundle install\nCOPY . .\nCMD [\"puma\"]\n");
  const std::string both = gem + "RUN gem build a.gemspec\nCMD [\"puma\"]\n";
  EXPECT_EQ(mended(both), both);
}

// Then nothing is downloaded.
TEST(CopyManifestsFirst, IsSilentWhereGoModulesAreVendored) {
  check("FROM golang\nWORKDIR /a\nCOPY [|.|] .\nRUN go build\n");
  check("FROM golang\nWORKDIR /a\nCOPY vendor vendor\nCOPY . .\nRUN go build\n");
  check("FROM golang\nENV GOFLAGS=-mod=vendor\nWORKDIR /a\nCOPY . .\nRUN go build\n");
  check("FROM golang:1.9-alpine\nWORKDIR /a\nCOPY . .\nRUN go build\n");
  check("FROM golang:1.10.3\nWORKDIR /a\nCOPY . .\nRUN go build\n");
  check("FROM golang:1.22\nWORKDIR /a\nCOPY [|.|] .\nRUN go build\n");
}

// `require` may be a directory, and a COPY of it would be reported again.
TEST(CopyManifestsFirst, CopiesNoFileThatMayBeADirectory) {
  const std::string_view text = "FROM a\nWORKDIR /a\nCOPY . /a\nRUN pip install -r require\n";
  EXPECT_EQ(mended(text), text);
  EXPECT_NE(mended("FROM a\nWORKDIR /a\nCOPY . /a\nRUN pip install -r require.txt\n"),
            "FROM a\nWORKDIR /a\nCOPY . /a\nRUN pip install -r require.txt\n");
}

}  // namespace
}  // namespace dflint
