// Dockerfiles in Markdown.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analysis/text.h"
#include "server/lsp/compose.h"

namespace dflint::lsp {

// The lines inside each fenced block whose language is dockerfile, docker or containerfile, in any
// case, in order of the text. An open block ends with the text. Fences as in CommonMark: three or
// more ` or ~, closed by as many of the same. Linear.
std::vector<Range> dockerfile_fences(const Text& markdown);

// The text of such a block in a list or a quote, without what stands before its lines; nothing
// where its fence begins in the first column.
std::optional<InlineDockerfile> indented_block(const Text& markdown, Range block);

}  // namespace dflint::lsp
