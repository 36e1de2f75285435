// What must be changed to make one text of another.
#pragma once

#include <string_view>
#include <vector>

#include "analysis/text.h"

namespace dflint {

// Edits that make `after` of `before`: in order, none overlapping, each inside as few lines as is
// easily found; none begins or ends inside a character or between "\r" and "\n". Linear.
std::vector<Edit> line_edits(std::string_view before, std::string_view after);

}  // namespace dflint
