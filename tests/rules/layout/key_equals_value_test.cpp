// Which old forms of ENV and LABEL have an exact new form.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "analysis/plan.h"
#include "rules/fix.h"

namespace dflint {
namespace {

std::string fixed(std::string_view text) {
  RuleSet rules(builtin_rules());
  rules.select({{"key-equals-value"}, {}});
  return fix(Text(std::string(text)), rules, Safety::safe).text;
}

// The value that the builder gives to A.
std::string value_of_a(const std::string& text) {
  const Document document = parse(Text(text));
  const Plan made = plan(document);
  for (const Variable& variable : made.variables) {
    if (variable.name == "A") return std::string(variable.value);
  }
  return "(none)";
}

void check(std::string_view rest, std::string_view wanted) {
  const std::string before = "FROM a\nENV A" + std::string(rest) + "\n";
  const std::string after = fixed(before);
  EXPECT_EQ(after, "FROM a\nENV A" + std::string(wanted) + "\n");
  EXPECT_EQ(value_of_a(after), value_of_a(before));
}

TEST(KeyEqualsValue, KeepsTheValue) {
  check(" b", "=b");
  check("\tb", "=b");
  check("  b  c", "=\"b  c\"");
  check(" b=c", "=b=c");
  check(" \"b c\"", "=\"b c\"");
  check(" 'b $c'", "='b $c'");
  check(" \"b\"", "=\"b\"");
  check(" \"\"", "=\"\"");
  check(" /b:$PATH", "=/b:$PATH");
  check(" $PATH b", "=\"$PATH b\"");
  check(" b\\c", "=b\\c");
  check(" b # c", "=\"b # c\"");
  check(" it's", " it's");
  check(" -b=c -d=e", "=\"-b=c -d=e\"");
}

TEST(KeyEqualsValue, LeavesWhatNeedsAThought) {
  check(" b \"c d\"", " b \"c d\"");
  check(" \"b\" \"c\"", " \"b\" \"c\"");
  check(" b\\ c", " b\\ c");
  check(" b \\\n c", " b \\\n c");
  check(" b C=d", " b C=d");
  check(" \"b \\\" c\"", " \"b \\\" c\"");
}

}  // namespace
}  // namespace dflint
