// Findings as the protocol's diagnostics.
#pragma once

#include <string>
#include <vector>

#include "server/config/file.h"
#include "server/lsp/client.h"
#include "server/lsp/session.h"

namespace dflint::lsp {

// [Diagnostic, …] of all findings, in order of the text.
void append_diagnostics(std::string& out, const OpenDocument& document, const Client& client);

// [Diagnostic, …] of one configuration file.
void append_configuration_diagnostics(std::string& out, const std::vector<ConfigProblem>& problems);

}  // namespace dflint::lsp
