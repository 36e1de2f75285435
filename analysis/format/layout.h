// Writes one instruction in its canonical layout.
#pragma once

#include <string>

#include "analysis/format/options.h"
#include "analysis/instruction.h"
#include "analysis/shell/script.h"

namespace dflint {

// How lines end, and what the user chose.
struct Style {
  FormatOptions options;
  std::string_view line_end = "\n";
};

// Appends the comments and blank lines before the instruction (of a tile without one: all of it).
// At most one blank line in a row; none where `first`.
void append_leading(std::string& out, const Instruction& in, const Style& style, bool first);

// Appends the instruction with its line ending. `script`: of its shell form, or nullptr.
void append_body(std::string& out, const Instruction& in, const Script* script, const Style& style);

}  // namespace dflint
