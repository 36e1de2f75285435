// Upper and lower case of keywords.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "analysis/unicode.h"

namespace dflint {

enum class Casing : uint8_t { lower, upper, mixed };

// ASCII letters only; a word without letters is lower.
inline Casing casing_of(std::string_view word) {
  const bool lower =
      std::none_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (lower) return Casing::lower;
  const bool upper =
      std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return upper ? Casing::upper : Casing::mixed;
}

// `word` in lower or upper case; mixed leaves it as it is.
inline std::string with_casing(std::string_view word, Casing casing) {
  if (casing == Casing::lower) return to_lower(word);
  std::string out(word);
  if (casing == Casing::mixed) return out;
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

}  // namespace dflint
