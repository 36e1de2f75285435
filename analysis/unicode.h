// UTF-8 and the few Unicode properties that the builder's lexers ask for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dflint {

struct CodePoint {
  char32_t value = 0xFFFD;  // U+FFFD for a byte that is not part of valid UTF-8
  uint32_t size = 1;        // bytes; 1 for an invalid one
  bool valid = false;
};

// The code point at the start of `bytes`, which is not empty.
CodePoint decode(std::string_view bytes);
void append_utf8(std::string& out, char32_t code_point);
// Each byte that is not part of valid UTF-8 counts as one.
uint32_t count_code_points(std::string_view bytes);

// Unicode White_Space, as Go's unicode.IsSpace.
bool is_space(char32_t c);
bool is_letter(char32_t c);
// Decimal digits of any script, as Go's unicode.IsDigit.
bool is_digit(char32_t c);

// How many bytes of white space `bytes` begins, or ends, with.
uint32_t leading_space(std::string_view bytes);
uint32_t trailing_space(std::string_view bytes);

// ASCII only; other bytes stay.
char to_lower(char c);
std::string to_lower(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace dflint
