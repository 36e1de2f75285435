// Whether any variable of a plan is set twice: a quick look before a long one.
#pragma once

#include <algorithm>
#include <functional>
#include <string_view>
#include <vector>

#include "analysis/plan.h"

namespace dflint {

// False: no two definitions have the same name. True, very rarely, for names that only hash alike.
inline bool repeats_names(const Plan& plan) {
  std::vector<size_t> hashes;
  hashes.reserve(plan.variables.size());
  for (const Variable& variable : plan.variables) {
    if (variable.key.in) hashes.push_back(std::hash<std::string_view>()(variable.name));
  }
  std::sort(hashes.begin(), hashes.end());
  return std::adjacent_find(hashes.begin(), hashes.end()) != hashes.end();
}

}  // namespace dflint
