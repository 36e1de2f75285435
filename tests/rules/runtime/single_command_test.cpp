// Which instruction counts, and what goes when the others go.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "rules/fix.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

void check(std::string_view text) {
  const Marked marked = marked_by("single-command", text);
  EXPECT_EQ(marked.found, marked.expected);
}

void check_fix(std::string_view text, Safety most, std::string_view fixed) {
  RuleSet rules(builtin_rules());
  rules.select({{"single-command"}, {}});
  EXPECT_EQ(fix(Text(std::string(text)), rules, most).text, fixed);
}

TEST(SingleCommand, CountsByStage) {
  check("FROM a\n[|CMD|] 1\n[|cmd|] 2\nCMD 3\n");
  check("FROM a AS b\nCMD 1\nENTRYPOINT 1\nFROM b\nCMD 2\nENTRYPOINT 2\n");
  check("FROM a\n[|HEALTHCHECK|] NONE\nHEALTHCHECK CMD x\n");
  check("FROM a AS b\nONBUILD CMD 1\nONBUILD CMD 2\nFROM [|[|b|]|]\nCMD 3\n");
  check("FROM a AS b\nONBUILD CMD 1\nFROM b\nFROM b\n");
}

TEST(SingleCommand, IsSilencedAboveTheLaterOneForBuildKit) {
  check("FROM a\n# check=skip=MultipleInstructionsDisallowed\n[|CMD|] 1\nCMD 2\n");
  check("FROM a\nCMD 1\n# check=skip=MultipleInstructionsDisallowed\nCMD 2\n");
  check("FROM a\n# dflint ignore=single-command\nCMD 1\nCMD 2\n");
}

TEST(SingleCommand, TakesCommentsAlongOnlyUnsafely) {
  check_fix("FROM a\n\n# far\n\n  CMD 1\nCMD 2\n", Safety::safe, "FROM a\n\n# far\n\nCMD 2\n");
  check_fix("FROM a\n# near\nCMD 1\nCMD 2\n", Safety::safe, "FROM a\n# near\nCMD 1\nCMD 2\n");
  check_fix("FROM a\n# far\n\n# near\n# near\nCMD 1 \\\n  2\nCMD 2\n", Safety::unsafe,
            "FROM a\n# far\n\nCMD 2\n");
  check_fix("FROM a\r\nCMD 1\r\nCMD 2\r\n", Safety::safe, "FROM a\r\nCMD 2\r\n");
}

}  // namespace
}  // namespace dflint
