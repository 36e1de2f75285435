// What all safe fixes make of a document.
#pragma once

#include <string_view>
#include <vector>

#include "server/lsp/session.h"

namespace dflint::lsp {

inline constexpr std::string_view fix_all_title = "Fix all that is safe to fix";

// Edits of the part, in order, none overlapping. Reads it several times.
std::vector<Edit> safe_fixes_of(const OpenDocument& document, const Part& part);

}  // namespace dflint::lsp
