// Code points in bytes that may be anything, and how wide they stand on a terminal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dflint {

struct CodePoint {
  char32_t value = 0xfffd;
  uint32_t size = 1;   // in bytes
  bool valid = false;  // false: one byte of a broken sequence; value is U+FFFD
};

// The code point at text[at]. Precondition: at < text.size().
CodePoint code_point(std::string_view text, size_t at);

// How many code points `text` holds; a byte of a broken sequence counts as one.
uint32_t count_code_points(std::string_view text);

// Columns of a terminal: 2 for East Asian wide ones and emoji, 0 for combining ones, else 1.
uint32_t width(char32_t value);

void append_utf8(std::string& out, char32_t value);

// Appends `text` as valid UTF-8 that cannot command a terminal: control characters become their
// pictures (U+241B for escape), what is broken or would turn the direction of writing U+FFFD.
// A tab becomes `tab`. Gives the width of what was appended.
uint32_t append_printable(std::string& out, std::string_view text, std::string_view tab = "␉");

}  // namespace dflint
