// What must hold for the canonical layout of every text. Each function says what does not, or "".
#pragma once

#include <string>
#include <string_view>

#include "analysis/format.h"
#include "rules/rule_set.h"

namespace dflint {

// Formatting again changes nothing; every instruction, flag, argument, here-document and comment
// is as it was, and so is every word that a shell makes of a script.
std::string check_format(std::string_view text, const FormatOptions& options = {});

// No finding of severity error that was not there before.
std::string check_format_findings(std::string_view text, const RuleSet& rules);

}  // namespace dflint
