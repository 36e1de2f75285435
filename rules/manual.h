// A rule as Markdown: its page in docs/, its hover and `dflint explain` are the same text.
#pragma once

#include <string>

#include "rules/rule.h"

namespace dflint {

std::string manual(const Rule& rule);
// docs/rules/README.md: all rules in one table.
std::string manual_index(const std::vector<Rule>& rules);

}  // namespace dflint
