// The fix that declares a build argument where it is missing.
#pragma once

#include <string_view>

#include <fmt/core.h>

#include "rules/new_line.h"
#include "rules/report.h"

namespace dflint {

// Adds an ARG right before the instruction.
inline Fix declare(const Instruction& in, std::string_view name) {
  return {fmt::format("Add `ARG {}`", name), Safety::unsafe, {line_before(in, "ARG", name)}};
}

}  // namespace dflint
