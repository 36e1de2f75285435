// Positions of the protocol: the only place that knows UTF-16, and lines that count from 0.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/text.h"

namespace dflint::lsp {

// What a `character` counts.
enum class PositionEncoding : uint8_t { utf8, utf16, utf32 };

struct Position {
  uint32_t line = 0;
  uint32_t character = 0;
  bool operator==(const Position&) const = default;
};

// Translates between positions and the byte offsets of one text. Cheapest for questions in order
// of the text.
//
// Lines end at "\n", "\r\n" and, other than for a builder, at "\r" alone: clients count so.
class PositionMap {
 public:
  // `text` must outlive the map.
  PositionMap(const Text& text, PositionEncoding encoding);

  // Offsets past the end are the end; one inside a code point is where that begins, one inside a
  // line ending the end of the line.
  Position of(uint32_t offset);
  // The line of of(), for less.
  uint32_t line_of(uint32_t offset) const;
  // Past the end of a line is its end, before the line ending; past the last line the end of the
  // text; inside a code point where that begins.
  uint32_t offset_of(Position position) const;

  const Text& text() const { return text_; }

 private:
  struct Line {
    uint32_t begin, end;  // without its ending
  };
  Line line(uint32_t number) const;
  uint32_t line_count() const;

  const Text& text_;
  PositionEncoding encoding_;
  std::vector<uint32_t> starts_;  // of lines; empty where they are those of the text
  // The last answer.
  uint32_t last_line_ = 0, last_offset_ = 0, last_character_ = 0;
};

}  // namespace dflint::lsp
