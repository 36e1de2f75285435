// What differs between two versions of a file, as a unified diff.
#pragma once

#include <string>
#include <string_view>

namespace dflint {

// A unified diff with three lines of context, headed `--- path` and `+++ path`: `patch -p0` turns
// `before` into `after` with it. Empty where both are the same. Lines end at '\n' and stand as they
// are, carriage returns included. Time grows about as the number of lines: stretches that are too
// different are replaced as a whole, so that the diff is right but not always the shortest.
std::string unified_diff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace dflint
