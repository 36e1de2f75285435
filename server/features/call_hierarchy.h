// The stages of a file as callers and callees: who builds on a stage, what it builds on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/snapshot.h"

namespace dflint {

struct StageItem {
  uint32_t stage = 0;
  std::string name;    // "build", or "stage 0" where it has none
  std::string detail;  // what it is built from, as written
  Range whole;         // FROM to the last instruction
  Range selection;     // the name, else the image
};

// The stage that the name at byte `offset` means, else the one that it stands in; nothing before
// the first FROM.
std::optional<StageItem> stage_at(const Snapshot& snapshot, uint32_t offset);
// The one that it stands in, whatever the name there means.
std::optional<StageItem> stage_around(const Snapshot& snapshot, uint32_t offset);

struct StageUse {
  StageItem other;
  std::vector<Range> places;  // where it is named: FROM, COPY --from, mounts; in order of the text
};

// Stages that use `stage`, in order of the text. Empty for one that does not exist.
std::vector<StageUse> users_of(const Snapshot& snapshot, uint32_t stage);
// Stages that `stage` uses, in order of the text.
std::vector<StageUse> used_by(const Snapshot& snapshot, uint32_t stage);

}  // namespace dflint
