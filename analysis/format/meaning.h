// Whether a new layout says what the old one said.
#pragma once

#include <vector>

#include "analysis/document.h"

namespace dflint {

// The numbers of those instructions of `before` that `after` does not say in the same way: empty
// where all is well. Blanks of a shell script do not count, and neither does the case of keywords.
// Where instructions are lost or new, the first that differs and the one before it.
std::vector<size_t> changed_instructions(const Document& before, const Document& after);

// Whether both have the same comments, in the same order.
bool same_comments(const Document& before, const Document& after);

}  // namespace dflint
