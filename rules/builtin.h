// The files of rules/<subject>/, as CMake found them.
#pragma once

#include <string_view>
#include <vector>

#include "rules/rule.h"

namespace dflint {

struct BuiltinRule {
  std::string_view stem;  // the file's name without ending, also its function's name
  std::string_view path;  // from the repository root
  Rule (*make)();
};

const std::vector<BuiltinRule>& builtin_rule_files();

}  // namespace dflint
