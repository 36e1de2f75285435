// What can be folded away: stages, long instructions, here-documents, comments, regions.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/snapshot.h"

namespace dflint {

enum class FoldKind : uint8_t {
  code,
  comment,
  region,  // # region … # endregion
};

// From the end of the line that stays to the end of the last line that goes. `first` and `last`
// are these lines, 1-based as those of Text; last > first.
struct Fold {
  FoldKind kind = FoldKind::code;
  Range range;
  uint32_t first = 0;
  uint32_t last = 0;
};

// In order of their first lines, larger ones first; no two of the same lines.
std::vector<Fold> folds(const Snapshot& snapshot);

}  // namespace dflint
