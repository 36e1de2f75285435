// The groups of methods; each is written in the file of its name.
#pragma once

#include "server/lsp/method.h"

namespace dflint::lsp {

Area lifecycle_area();
Area documents_area();
Area diagnostics_area();
Area outline_area();
Area tokens_area();
Area completion_area();
Area actions_area();
Area commands_area();
Area formatting_area();
Area navigation_area();
Area hover_area();
Area hints_area();
Area graph_area();
Area workspace_diagnostics_area();
Area workspace_symbols_area();

}  // namespace dflint::lsp
