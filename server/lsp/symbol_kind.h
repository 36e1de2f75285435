// Numbers of symbols.
#pragma once

#include <cstdint>

#include "server/features/symbols.h"

namespace dflint::lsp {

// SymbolKind of the protocol.
inline uint64_t number_of(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::directive:
      return 7;  // Property
    case SymbolKind::stage:
      return 5;  // Class
    case SymbolKind::instruction:
      return 12;  // Function
    case SymbolKind::argument:
      return 13;  // Variable
    case SymbolKind::environment:
      return 14;  // Constant
    case SymbolKind::label:
      return 20;  // Key
  }
  return 13;
}

}  // namespace dflint::lsp
