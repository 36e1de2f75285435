// Which known word was probably meant by another.
#pragma once

#include <span>
#include <string_view>

namespace dflint {

// The first of the words at the smallest distance, if that is at most a third of the word's length;
// else empty.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace dflint
