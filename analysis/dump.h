// Documents and plans as text, for tests.
#pragma once

#include <string>

#include "analysis/document.h"
#include "analysis/plan.h"

namespace dflint {

// One line a tile: its lines (from 1), keyword, flags and arguments, words in ‹ ›. Then, indented,
// its here-documents, and each problem with the bytes it marks.
std::string dump(const Document& document);

// Stages, edges, variables of the file, references, ports and problems, one line each.
std::string dump(const Plan& plan, const Document& document);

}  // namespace dflint
