// Which token type of the protocol each kind of token is for a client.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/features/tokens.h"
#include "server/lsp/client.h"

namespace dflint::lsp {

// Holds only what the client knows. A client that knows `function` gets the programs of scripts
// and what they are given told apart; for others all words of a script are parameters.
struct TokenLegend {
  static constexpr uint8_t no_type = UINT8_MAX;  // such tokens are left out

  std::vector<std::string_view> types;
  std::vector<std::string_view> modifiers;
  std::array<uint8_t, token_kind_count> type_of{};  // index into types
  std::array<uint8_t, 4> modifiers_of{};            // bits, by SemanticToken::modifiers
};

TokenLegend token_legend(const Client& client);

}  // namespace dflint::lsp
