// How wide text stands on a terminal, and how to print bytes that may be anything.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analysis/unicode.h"

namespace dflint {

// Columns of a terminal: 2 for East Asian wide ones and emoji, 0 for combining ones, else 1.
uint32_t width(char32_t value);

// Appends `text` as valid UTF-8 that cannot command a terminal: control characters become their
// pictures (U+241B for escape), what is broken or would turn the direction of writing U+FFFD.
// A tab becomes `tab`. Gives the width of what was appended.
uint32_t append_printable(std::string& out, std::string_view text, std::string_view tab = "␉");

// Appends decimal digits.
void append_number(std::string& out, uint32_t number);

// The same as append_printable for a sentence that may quote a whole line of a file: of a very long
// one the middle is left out.
void append_sentence(std::string& out, std::string_view text);

}  // namespace dflint
