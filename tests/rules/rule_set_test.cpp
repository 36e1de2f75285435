// Selection of rules by name, alias, category and group.
#include "rules/rule_set.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dflint {
namespace {

void check_plan(const Plan&, const Document&, Report&) {}
void check_instruction(const Instruction&, Report&) {}

const std::vector<Rule>& some_rules() {
  static const std::vector<Rule> rules = {
      {.name = "lower-stage-names",
       .aliases = {"StageNameCasing"},
       .category = Category::style,
       .severity = Severity::info,
       .summary = "",
       .why = "",
       .examples = {},
       .check = check_instruction},
      {.name = "no-sudo",
       .aliases = {"DL3004"},
       .category = Category::security,
       .severity = Severity::error,
       .summary = "",
       .why = "",
       .examples = {},
       .check = check_plan},
      {.name = "sort-packages",
       .aliases = {"sorted"},
       .category = Category::style,
       .severity = Severity::style,
       .on_by_default = false,
       .summary = "",
       .why = "",
       .examples = {},
       .check = check_instruction},
  };
  return rules;
}

// The names of the rules that are on, each followed by a blank.
std::string on(const Selection& selection) {
  RuleSet rules(some_rules());
  std::string names;
  for (const std::string& word : rules.select(selection)) names += "?" + word + " ";
  for (size_t i = 0; i < rules.rules().size(); ++i) {
    if (rules.on(i)) names.append(rules.rules()[i].name).append(" ");
  }
  return names;
}

TEST(RuleSet, SelectsByEveryKindOfWord) {
  EXPECT_EQ(on({}), "lower-stage-names no-sudo ");
  EXPECT_EQ(on({{"default"}, {}}), "lower-stage-names no-sudo ");
  EXPECT_EQ(on({{"all"}, {}}), "lower-stage-names no-sudo sort-packages ");
  EXPECT_EQ(on({{"sort-packages"}, {}}), "sort-packages ");
  EXPECT_EQ(on({{"dl3004"}, {}}), "no-sudo ");
  EXPECT_EQ(on({{"Style"}, {}}), "lower-stage-names sort-packages ");
  EXPECT_EQ(on({{"hadolint"}, {}}), "no-sudo ");
  EXPECT_EQ(on({{"BuildKit"}, {}}), "lower-stage-names ");
}

TEST(RuleSet, IgnoresAfterSelecting) {
  EXPECT_EQ(on({{}, {"DL3004"}}), "lower-stage-names ");
  EXPECT_EQ(on({{"all"}, {"style"}}), "no-sudo ");
}

// A group says nothing about files that cannot be built; whoever means that says so.
TEST(RuleSet, IgnoresErrorsByNameOnly) {
  EXPECT_EQ(on({{}, {"all"}}), "no-sudo ");
  EXPECT_EQ(on({{"no-sudo"}, {"security", "hadolint"}}), "no-sudo ");
  EXPECT_EQ(on({{}, {"all", "no-sudo"}}), "");
  EXPECT_EQ(on({{"style"}, {"all"}}), "");
}

TEST(RuleSet, ReportsUnknownWords) {
  EXPECT_EQ(on({{"no-sudoo", "all"}, {"x"}}),
            "?no-sudoo ?x lower-stage-names no-sudo sort-packages ");
  EXPECT_EQ(on({{"nothing"}, {}}), "?nothing ");
}

TEST(RuleSet, KnowsWhatWasNamed) {
  RuleSet rules(some_rules());
  rules.select({{"no-sudo", "style", "security", "sorted"}, {}});
  EXPECT_FALSE(rules.named(0));
  EXPECT_TRUE(rules.named(1));
  EXPECT_TRUE(rules.named(2));
}

TEST(RuleSet, FindsTheNearestWord) {
  const RuleSet rules(some_rules());
  EXPECT_EQ(rules.nearest("no-sduo"), "no-sudo");
  EXPECT_EQ(rules.nearest("STAGENAMECASNG"), "StageNameCasing");
  EXPECT_EQ(rules.nearest("DL3005"), "DL3004");
  EXPECT_EQ(rules.nearest("secruity"), "security");
  EXPECT_EQ(rules.nearest("hadolnt"), "hadolint");
  EXPECT_EQ(rules.nearest("zz"), "");
  EXPECT_EQ(rules.nearest("something-else-entirely"), "");
  EXPECT_EQ(rules.nearest(std::string(100000, 'a')), "");
}

TEST(RuleSet, SortsChecksByWhatTheySee) {
  RuleSet rules(some_rules());
  EXPECT_EQ(rules.checks().instruction.size(), 1u);
  EXPECT_EQ(rules.checks().plan.size(), 1u);
  rules.select({{"style"}, {}});
  EXPECT_EQ(rules.checks().instruction.size(), 2u);
  EXPECT_TRUE(rules.checks().plan.empty());
  EXPECT_EQ(rules.index_of(&some_rules()[2]), 2u);
  const Rule other = some_rules()[0];
  EXPECT_EQ(rules.index_of(&other), std::nullopt);
}

}  // namespace
}  // namespace dflint
