// The commands that the server runs for its clients.
#pragma once

#include <string_view>

namespace dflint::lsp {

inline constexpr std::string_view apply_edits_command = "dflint.applyEdits";
inline constexpr std::string_view fix_all_command = "dflint.fixAll";
// Where a client knows the first, which has the same arguments, lenses name that one.
inline constexpr std::string_view client_references_command = "dflint.client.showReferences";
inline constexpr std::string_view references_command = "dflint.showReferences";

}  // namespace dflint::lsp
