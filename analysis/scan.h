// Where an instruction ends: comments, continuations, here-documents and how far that needs to
// look.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "analysis/instruction.h"

namespace dflint {

struct Cursor {
  uint32_t at = 0;
  Dialect dialect{'\\', true};
};

// What one pass over a file remembers between instructions, so that it stays linear.
struct ScanMemory {
  // Filled when the first here-document turns out to be unclosed: for each text of a line (without
  // line ending; in the second map without leading tabs), the offset of the last such line.
  std::unordered_map<std::string_view, uint32_t> last_line, last_line_without_tabs;
  bool indexed = false;
};

// The tile that begins at the cursor; at least one byte. Precondition: the cursor is not at the
// end of the file.
InstructionPtr scan(std::string_view file, const Cursor& cursor, ScanMemory& memory);

// The cursor after a tile that ends at `end`.
Cursor after(const Instruction& instruction, uint32_t end);

}  // namespace dflint
