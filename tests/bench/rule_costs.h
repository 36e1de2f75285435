// What each rule costs, and how that grows.
#pragma once

#include <string>
#include <vector>

namespace dflint {

// The time of each rule alone over all these texts, slowest first. A fact that several rules look
// up is paid by each of them.
void print_rule_costs(const std::vector<std::string>& texts);

// The rules that take more than their share when a file has four times as much of one thing.
void print_rule_growth();

}  // namespace dflint
