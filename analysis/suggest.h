// Did you mean: the nearest known word.
#pragma once

#include <span>
#include <string_view>

namespace dflint {

// The word with the smallest edit distance to `text`, any case, first one at a tie; empty where
// none is within two edits, or within one for words of up to three letters.
std::string_view nearest(std::string_view text, std::span<const std::string_view> words);

}  // namespace dflint
