// Lines of a file with places in them underlined.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/text.h"
#include "server/output/style.h"

namespace dflint {

struct Mark {
  Range range;
  char sign = '^';         // what it is underlined with
  std::string_view label;  // stands after the signs
  Ink ink = Ink::plain;
};

// How wide the numbers of the lines that `marks` touch are.
uint32_t gutter_width(const Text& text, const std::vector<Mark>& marks);

// Of a mark over several lines the first and the last are shown, of a long line the part around the
// mark. `gutter` is the width of the widest line number.
void append_frame(std::string& out, const Text& text, const std::vector<Mark>& marks,
                  uint32_t gutter, bool coloured);

// One line by itself, with the number `line` and its bytes in `marks` underlined by '+'.
void append_new_line(std::string& out, std::string_view bytes, uint32_t line,
                     const std::vector<Range>& marks, uint32_t gutter, bool coloured);

}  // namespace dflint
