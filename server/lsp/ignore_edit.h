// The edit that adds lines to the ignore file of a build context.
#pragma once

#include <optional>
#include <string>

#include "server/lsp/method.h"

namespace dflint::lsp {

struct IgnoreEdit {
  std::string title;
  std::string edit;  // WorkspaceEdit, as JSON
};

// Of the lines that a finding of the document wants. Nothing where nobody knows the file, or where
// there is none and the client cannot create it.
std::optional<IgnoreEdit> ignore_edit(Call& call, const OpenDocument& document,
                                      const Finding& finding);

}  // namespace dflint::lsp
