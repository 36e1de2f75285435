// Where blanks of a shell script mean nothing.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/format/tokens.h"
#include "analysis/shell/script.h"

namespace dflint {

// A place between two physical lines of an instruction.
struct Seam {
  uint32_t line = 0;    // in the line
  uint32_t source = 0;  // the escape character that ends the upper line
  bool loose = false;   // the blanks around it may change, but not vanish; more may be put there
};

// Marks those seams as loose around which the shell reads the same whatever blanks stand there:
// outside of words, quotes and comments, and where blanks stand already or an operator ends.
// `token` is a script. Seams are in order, and lie inside it. nullptr or a script that is not of a
// POSIX shell, or that has problems: none is.
void mark_loose(const Instruction& in, const Token& token, const Script* script,
                std::vector<Seam>& seams);

}  // namespace dflint
