// Every rule does on its own examples what they say.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "rules/builtin.h"
#include "rules/fix.h"
#include "rules/manual.h"
#include "tests/support/marked_text.h"

namespace dflint {
namespace {

class Examples : public testing::TestWithParam<BuiltinRule> {};

std::vector<Example> examples_of(const Rule& rule) {
  std::vector<Example> examples;
  for (const Example& example : rule.examples) {
    if (!example.bad.empty() || !example.good.empty()) examples.push_back(example);
  }
  return examples;
}

TEST_P(Examples, ReportMarkedPlacesAndMendThem) {
  const Rule rule = GetParam().make();
  RuleSet rules(builtin_rules());
  const std::vector<Example> examples = examples_of(rule);
  // An example of a line that is too long would be too long.
  // … and ShellCheck is another program.
  const bool unfit = rule.name == "line-too-long" || rule.name == "shellcheck";
  EXPECT_NE(examples.empty(), !unfit) << "a rule shows at least one example";

  for (const Example& example : examples) {
    ASSERT_TRUE(example.bad.starts_with('\n') && example.good.starts_with('\n'))
        << "both sides begin with a newline:\n"
        << example.bad << example.good;
    SCOPED_TRACE(std::string("in this example:") + std::string(example.bad));
    ASSERT_TRUE(rules.configure(config_for(rule, example)).empty())
        << "not registered: " << rule.name;
    const ExampleContext around(example);

    const Marked bad = marked_by(rule.name, example.bad, rules, &around.context);
    EXPECT_NE(bad.expected.find("[|"), std::string::npos) << "bad marks what is reported";
    EXPECT_EQ(bad.found, bad.expected);

    const Marked good = marked_by(rule.name, example.good, rules, &around.context);
    EXPECT_EQ(good.found, std::string(example_text(example.good))) << "good has no findings";

    const std::string before = unmarked(example_text(example.bad)).text;
    const FixResult fixed = fix(Text(before), rules, Safety::unsafe, &around.context);
    if (fixed.text != before) {
      EXPECT_EQ(fixed.text, std::string(example_text(example.good))) << "the fix leads to good";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, Examples, testing::ValuesIn(builtin_rule_files()),
                         [](const testing::TestParamInfo<BuiltinRule>& info) {
                           return std::string(info.param.stem);
                         });

}  // namespace
}  // namespace dflint
