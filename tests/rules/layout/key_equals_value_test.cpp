// Which old forms of ENV and LABEL have an exact new form.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "analysis/plan.h"
#include "rules/fix.h"
#include "rules/shown.h"

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

// Each line looks like a variable of its own, and is none.
TEST(KeyEqualsValue, TellsWhichNamesAreSwallowed) {
  const auto message = [](std::string_view text) {
    RuleSet rules(builtin_rules());
    rules.select({{"key-equals-value"}, {}});
    const SnapshotPtr seen = snapshot(Text("FROM a\n" + std::string(text)), rules);
    const Findings all = all_findings(seen->document, seen->plan, seen->lint, rules);
    return all.empty() ? std::string()
                       : std::string(to_string(all[0].severity)) + ": " + all[0].message;
  };
  EXPECT_EQ(message("ENV HOST \"a\" \\\n    PORT \"3000\" \\\n    DB x\n"),
            "warning: `HOST` takes all that follows as its value: `PORT` is not set");
  EXPECT_EQ(message("ENV HOST a \\\n  b PORT\n"),
            "style: `ENV HOST …` is the old form of `ENV HOST=…`");
  EXPECT_EQ(message("LABEL text one \\\n  TWO, three\n"),
            "style: `LABEL text …` is the old form of `LABEL text=…`");
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
