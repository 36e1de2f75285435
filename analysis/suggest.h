// Did you mean: the nearest known word.
#pragma once

#include <span>
#include <string_view>

namespace dflint {

// A word that another one was probably meant to be.
struct Guess {
  std::string_view word;  // empty: none is near
  bool certain = false;   // one edit away, and the only one that is
};

// The only word that begins with the three letters or more of `text`; else that with the smallest
// edit distance to `text`, any case, first one at a tie; none where none is within two edits, or
// within one for words of up to three letters.
Guess guess(std::string_view text, std::span<const std::string_view> words);

// guess(text, words).word
std::string_view nearest(std::string_view text, std::span<const std::string_view> words);

}  // namespace dflint
