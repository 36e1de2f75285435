// `dflint rules` and `dflint explain`.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "rules/manual.h"
#include "rules/rule_set.h"
#include "server/cli/run.h"
#include "tests/server/memory_host.h"

namespace dflint {
namespace {

TEST(Rules, ListsEachRule) {
  MemoryHost host;
  EXPECT_EQ(run(host, {"rules"}), 0);
  EXPECT_EQ(static_cast<size_t>(std::count(host.out.begin(), host.out.end(), '\n')),
            builtin_rules().size() + 1);
  for (const Rule& rule : builtin_rules()) {
    EXPECT_NE(host.out.find("\n" + std::string(rule.name) + " "), std::string::npos) << rule.name;
  }
}

TEST(Rules, ListsAsJson) {
  MemoryHost host;
  EXPECT_EQ(run(host, {"rules", "--format", "json"}), 0);
  const nlohmann::json list = nlohmann::json::parse(host.out);
  ASSERT_EQ(list["rules"].size(), builtin_rules().size());
  for (const nlohmann::json& rule : list["rules"]) {
    if (rule["name"] != "unknown-suppression") continue;
    nlohmann::json expected = nlohmann::json::parse(R"({
      "name": "unknown-suppression", "aliases": [], "severity": "warning",
      "category": "correctness", "on": true, "fix": true,
      "summary": "Write comments that silence findings so that they do",
      "url": "https://github.com/dflint/dflint/blob/main/docs/rules/unknown-suppression.md"})");
    EXPECT_EQ(rule, expected);
    return;
  }
  ADD_FAILURE() << "unknown-suppression is not listed";
}

TEST(Explain, PrintsEveryRuleThatIsMeantOnce) {
  const Rule& first = *RuleSet(builtin_rules()).find("unknown-suppression").front();
  const Rule& second = *RuleSet(builtin_rules()).find("unused-suppression").front();
  MemoryHost host;
  EXPECT_EQ(
      run(host, {"explain", "unknown-suppression", "UNKNOWN-suppression", "unused-suppression"}),
      0);
  EXPECT_EQ(host.out, manual(first) + "\n" + manual(second));
}

// One name that nobody knows does not take the others along.
TEST(Explain, SaysWhichNamesAreUnknown) {
  const Rule& first = *RuleSet(builtin_rules()).find("unknown-suppression").front();
  MemoryHost host;
  EXPECT_EQ(run(host, {"explain", "unused-supression", "unknown-suppression"}), 2);
  EXPECT_EQ(host.out, manual(first));
  EXPECT_EQ(host.err,
            "dflint: no rule is named unused-supression; did you mean unused-suppression?\n"
            "`dflint rules` lists all rules.\n");
}

}  // namespace
}  // namespace dflint
