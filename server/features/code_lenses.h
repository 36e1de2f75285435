// Lines above FROM: who uses the stage, and whether the last one needs it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/snapshot.h"

namespace dflint {

struct LensOptions {
  bool uses = true;      // "used by 2 stages"
  bool unneeded = true;  // "not needed by the last stage"

  bool operator==(const LensOptions&) const = default;
};

struct CodeLens {
  Range range;  // of the word FROM
  std::string title;
  std::vector<Range> places;  // that name the stage; empty where the lens does not speak of them
};

// In order of the file. The last stage has none.
std::vector<CodeLens> code_lenses(const Snapshot& snapshot, const LensOptions& options = {});

}  // namespace dflint
