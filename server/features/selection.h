// What an editor selects when the selection is widened step by step.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/snapshot.h"

namespace dflint {

// From the word at byte `offset` to the whole file: each range holds the one before and is larger.
// The last one is the file. Offsets past the end are those of the end.
std::vector<Range> selection_ranges(const Snapshot& snapshot, uint32_t offset);

}  // namespace dflint
