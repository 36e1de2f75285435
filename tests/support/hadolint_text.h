// Texts with [| |] around keywords: what hadolint would report.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/marked_text.h"

namespace dflint {

// As marked_by, with hadolint's meaning of all rules, and settings of the rule.
inline Marked marked_as_hadolint(std::string_view rule, std::string_view marked,
                                 std::vector<OptionSetting> options = {}) {
  RuleSet rules(builtin_rules());
  rules.configure({{{"hadolint"}, {}}, {{std::string(rule), {}, std::move(options)}}});
  return marked_by(rule, marked, rules);
}

}  // namespace dflint
