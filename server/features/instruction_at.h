// Which instruction a byte of the file belongs to.
#pragma once

#include <algorithm>
#include <cstdint>

#include "analysis/document.h"

namespace dflint {

// The number of the instruction that holds byte `offset`; the last one for what lies behind.
inline uint32_t instruction_at(const Document& document, uint32_t offset) {
  const auto behind = std::ranges::upper_bound(document.starts, offset);
  return behind == document.starts.begin()
             ? 0
             : static_cast<uint32_t>(behind - document.starts.begin()) - 1;
}

}  // namespace dflint
