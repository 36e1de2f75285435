// All that the server can do.
#include "server/lsp/areas.h"

#include <array>

namespace dflint::lsp {

std::span<const Area> areas() {
  static const std::array all = {lifecycle_area(),
                                 documents_area(),
                                 diagnostics_area(),
                                 outline_area(),
                                 tokens_area(),
                                 completion_area(),
                                 actions_area(),
                                 commands_area(),
                                 formatting_area(),
                                 navigation_area(),
                                 hover_area(),
                                 hints_area(),
                                 graph_area(),
                                 workspace_diagnostics_area(),
                                 workspace_symbols_area()};
  return all;
}

}  // namespace dflint::lsp
