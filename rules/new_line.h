// Where a new instruction can stand beside another one, and how it is written there.
#pragma once

#include <string_view>

#include "analysis/instruction.h"
#include "rules/finding.h"

namespace dflint {

// Each inserts "USER root" and the like on a line of its own, in the casing and with the line
// ending of the instruction beside it.

// Above the instruction and the comment that stands right above it.
Replacement line_above(const Instruction& in, std::string_view keyword, std::string_view arguments);
// Right before the instruction, below its comments, and indented like it.
Replacement line_before(const Instruction& in, std::string_view keyword,
                        std::string_view arguments);
// Below the last line of the instruction.
Replacement line_below(const Instruction& in, std::string_view keyword, std::string_view arguments);

}  // namespace dflint
