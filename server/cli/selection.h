// Names of rules that the user wrote and nobody knows.
#pragma once

#include <string>
#include <vector>

#include "rules/rule_set.h"
#include "server/host.h"

namespace dflint {

// Says so for each on standard error, with what was probably meant; gives the exit status.
int report_unknown(Host& host, const RuleSet& rules, const std::vector<std::string>& names);

}  // namespace dflint
