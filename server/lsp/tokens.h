// The tokens that a document was last answered with.
#pragma once

#include <cstdint>
#include <vector>

#include "server/features/tokens.h"

namespace dflint::lsp {

struct TokenAnswer {
  uint64_t revision = 0;  // of the document; also the result id
  std::vector<Tokens> parts;
  std::vector<uint32_t> data;  // as the protocol has it: five numbers a token
};

}  // namespace dflint::lsp
