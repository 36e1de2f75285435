// Dockerfiles in Markdown.
#pragma once

#include <string_view>
#include <vector>

#include "analysis/text.h"

namespace dflint::lsp {

// The lines inside each fenced block whose language is dockerfile, docker or containerfile, in any
// case, in order of the text. An open block ends with the text. Fences as in CommonMark: three or
// more ` or ~, closed by as many of the same. Linear.
std::vector<Range> dockerfile_fences(const Text& markdown);

}  // namespace dflint::lsp
