// What a word is made of, as far as ASCII goes.
#pragma once

#include <algorithm>
#include <string_view>

namespace dflint {

// Decimal digits and nothing else, at least one.
inline bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A path, or the name of an account, that neither a shell nor the builder takes apart or reads as a
// flag: what can be written into an instruction as it is.
inline bool is_plain_word(std::string_view text) {
  return !text.empty() && text[0] != '-' && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '.' || c == '/' || c == ':' || c == '-';
  });
}

}  // namespace dflint
