// The canonical layout of a Dockerfile.
//
// Keywords in one case, one blank between words, continued lines indented, at most one blank line
// in a row. Lines are not joined, and broken only where the user names a width. What the builder reads stays the same, but for
// blanks in shell scripts where the shell reads the same: around the ends of continued lines. Where
// that is not certain (quotes, PowerShell, broken instructions), the text stays as it is, and so do
// here-documents, comments, and everything between `# dflint format off` and `# dflint format on`.
#pragma once

#include <string>

#include "analysis/document.h"
#include "analysis/format/options.h"
#include "analysis/plan.h"

namespace dflint {

// The text in its canonical layout; formatting that changes nothing. Line endings and byte order
// mark are those of the text (where it mixes endings, the more frequent one). `plan` is of
// `document`. Linear.
std::string formatted(const Document& document, const Plan& plan,
                      const FormatOptions& options = {});

}  // namespace dflint
