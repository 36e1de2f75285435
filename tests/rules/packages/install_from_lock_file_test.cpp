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

}  // namespace
}  // namespace dflint
