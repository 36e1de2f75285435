// The bytes of a file at one moment, and the ways to speak of places in them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dflint {

// Bytes [begin, end) of one instruction's text. Stays right while the rest of the file changes.
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  bool operator==(const Span&) const = default;
};

// Bytes [begin, end) of a whole file. No conversion from Span: ask the Document.
struct Range {
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  bool operator==(const Range&) const = default;
};

// `text` takes the place of the bytes in `range`.
struct Edit {
  Range range;
  std::string text;
};

// An immutable text with the places where its lines start. Lines end at '\n' only, as for
// BuildKit. Holds at most 2^31 bytes; who reads files refuses larger ones.
class Text {
 public:
  Text() : Text(std::string()) {}
  explicit Text(std::string bytes);

  std::string_view bytes() const { return bytes_; }
  uint32_t size() const { return static_cast<uint32_t>(bytes_.size()); }

  // False where there is no '\r' in the text.
  bool may_have_returns() const { return may_have_returns_; }

  // At least 1. A text that ends with '\n' has an empty last line.
  uint32_t line_count() const { return static_cast<uint32_t>(starts_.size()); }

  // The 1-based line that holds byte `offset`; offsets past the end belong to the last line.
  uint32_t line_of(uint32_t offset) const;

  // Where 1-based line `line` starts; lines past the last give size().
  uint32_t line_start(uint32_t line) const;

  // 1-based line `line` without its line ending ("\n" or "\r\n").
  std::string_view line(uint32_t line) const;

  // 1-based column of byte `offset` in Unicode code points; a byte of a broken sequence counts
  // as one.
  uint32_t column_of(uint32_t offset) const;

  // This text after `edit`. Precondition: the range lies inside the text.
  Text with(const Edit& edit) const;

 private:
  std::string bytes_;
  std::vector<uint32_t> starts_;
  bool may_have_returns_ = false;
};

}  // namespace dflint
