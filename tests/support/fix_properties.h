// What must hold for the fixes of every text. Each function says what does not, or "".
#pragma once

#include <string>
#include <string_view>

#include "rules/finding.h"
#include "rules/rule_set.h"

namespace dflint {

// fix() ends at a text that it leaves alone, that is formatted in one step, and that the builder
// refuses for no more reasons than the first one.
std::string check_fixed(std::string_view text, const RuleSet& rules, Safety most);

// The first fix of each finding, made alone, mends it: the rule finds nothing new at the places
// that were changed, and the finding is gone.
std::string check_single_fixes(std::string_view text, const RuleSet& rules);

}  // namespace dflint
