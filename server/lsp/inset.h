// A text inside a document that indents its lines or quotes them, and may double its dollars.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/text.h"

namespace dflint::lsp {

// Offsets count bytes from 0: `inside` of the text, `outside` of the document.
struct Inset {
  // From here on both run alike, up to the next piece.
  struct Piece {
    uint32_t inside = 0, outside = 0;
  };
  // In order, the first with `inside` 0, never none. Each line of the text begins one; of an empty
  // last line, `outside` is where the next line of the document begins.
  std::vector<Piece> pieces;
  std::string prefix;  // what stands before each line of the text that is not empty
  bool doubles_dollars = false;
  // Where the document puts something else in the place of a variable, before anybody reads the
  // text; `inside` of the dollars, in order.
  std::vector<uint32_t> replaced;

  uint32_t outside(uint32_t inside) const;
  // Of what lies between two pieces where the second begins; what lies before all is 0.
  uint32_t inside(uint32_t outside) const;
  bool replaces_in(Range inside) const;

  // Lines that come in get the prefix, dollars are doubled.
  Edit edit_outside(std::string_view document, const Edit& edit) const;
};

// `text` with each dollar twice.
std::string with_double_dollars(std::string_view text);

}  // namespace dflint::lsp
