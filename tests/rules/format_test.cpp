// What the formatter may not do to findings: a layout is no reason for a new error.
#include <gtest/gtest.h>

#include "rules/rule_set.h"
#include "tests/support/format_properties.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

TEST(FormatFindings, NoNewErrors) {
  const RuleSet rules(builtin_rules());
  std::vector<NamedText> texts = own_texts();
  for (NamedText& text : collected_texts()) texts.push_back(std::move(text));
  int wrong = 0;
  for (const NamedText& text : texts) {
    const std::string what = check_format_findings(text.text, rules);
    if (what.empty()) continue;
    ADD_FAILURE() << text.name << ": " << what;
    if (++wrong == 5) break;
  }
}

}  // namespace
}  // namespace dflint
