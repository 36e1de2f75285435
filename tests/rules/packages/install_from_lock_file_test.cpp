// Which installs keep to a lock file, and when there is one.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view copy, std::string_view script) {
  const std::string text =
      "FROM a\nCOPY " + std::string(copy) + " ./\nRUN " + std::string(script) + "\n";
  const Marked marked = marked_by("install-from-lock-file", text);
  EXPECT_EQ(marked.found, marked.expected);
}

TEST(InstallFromLockFile, OnlyWhereALockFileIsCopiedByName) {
  check("package.json package-lock.json", "npm [|i|]");
  check("web/package-lock.json", "npm [|install|]");
  check("package*.json", "npm install");
  check(".", "npm install");
  check("yarn.lock", "npm install");
  const Marked later =
      marked_by("install-from-lock-file", "FROM a\nRUN npm install\nCOPY package-lock.json ./\n");
  EXPECT_EQ(later.found, later.expected);
}

TEST(InstallFromLockFile, KnowsWhatIsStrict) {
  check("package-lock.json", "npm ci && npm install -g x && npm install x && npm run install");
  check("yarn.lock", "yarn install --immutable && yarn --version && yarn add x && yarn build");
  check("yarn.lock", "[|yarn|] --production && yarn [|install|] --network-timeout 9");
  check("pnpm-lock.yaml", "pnpm install --frozen-lockfile && pnpm [|i|] --prod");
  check("Cargo.lock", "cargo build --locked && cargo install x && cargo [|b|] --bin x");
  check("uv.lock", "uv sync --frozen && uv pip install x");
  check("Pipfile.lock", "pipenv install --system --deploy && pipenv [|install|] --system");
}

TEST(InstallFromLockFile, KnowsHowBundlerIsFrozen) {
  check("Gemfile Gemfile.lock", "bundle [|install|] --jobs 4 --without a b && [|bundle|] -j4");
  check("Gemfile Gemfile.lock", "bundle install --deployment && bundle -v && bundle exec x");
  check("Gemfile.lock", "bundle config set --local frozen true && bundle install");
  check("Gemfile.lock", "BUNDLE_DEPLOYMENT=1 bundle install && bundle [|install|]");
  check("Gemfile.lock", "export BUNDLE_FROZEN=1; bundle install");
  check("Gemfile.lock", "export BUNDLE_FROZEN=false; bundle [|install|]");
  check("Gemfile.lock", "bundle update rails && bundle [|update|]");
  check("Gemfile Gemfile.lock .bundle", "bundle install");
  check("Gemfile Gemfile.lock", "sed -i /x/d Gemfile && bundle install");
  for (std::string_view text :
       {"FROM a AS b\nENV BUNDLE_FROZEN=true\nFROM b\nCOPY Gemfile.lock .\nRUN bundle install\n",
        "FROM a\nRUN bundle config --global frozen 1\nCOPY Gemfile.lock .\nRUN bundle install\n",
        "FROM a\nENV BUNDLE_FROZEN=true\nFROM b\nCOPY Gemfile.lock .\nRUN bundle [|install|]\n"}) {
    const Marked marked = marked_by("install-from-lock-file", text);
    EXPECT_EQ(marked.found, marked.expected);
  }
}

TEST(InstallFromLockFile, KnowsWhatWritesAnotherOne) {
  check("poetry.lock", "poetry [|lock|] && poetry install && poetry [|update|] && poetry update x");
  check("poetry.lock", "poetry lock --check && poetry lock --no-update && poetry install");
  check("go.mod go.sum", "go mod [|tidy|] && go mod verify && go mod download && go build");
  check("go.sum", "go build [|-mod=mod|] -o x && go test -mod=vendor ./...");
  check("go.sum", "go get [|-u|] && go get [|-u|] ./... && go get -u a.io/x && go get ./...");
  check("go.mod", "go mod tidy");
}

}  // namespace
}  // namespace dflint
