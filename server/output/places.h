// Lines and columns of a file's offsets, for many questions about one text.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "analysis/text.h"

namespace dflint {

struct Position {
  uint32_t line = 1;    // from 1
  uint32_t column = 1;  // from 1, in code points
  uint32_t offset = 0;  // from 0, in bytes
};

// Answers as Text::column_of does, but never counts more than a short stretch of a line twice: a
// line of a million bytes may hold thousands of findings.
class Places {
 public:
  explicit Places(const Text& text) : text_(text) {}

  Position of(uint32_t offset);

 private:
  // A code point boundary of a long line, and how many code points stand before it.
  struct Mark {
    uint32_t offset;
    uint32_t before;
  };

  const std::vector<Mark>& marks_of(uint32_t line);

  const Text& text_;
  std::unordered_map<uint32_t, std::vector<Mark>> marks_;  // of long lines, by line number
};

}  // namespace dflint
