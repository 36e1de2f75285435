// Renames stages, variables and the ends of here-documents.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/snapshot.h"

namespace dflint {

struct Renamable {
  bool possible = false;
  Range range;          // of the name at the place
  std::string name;     // that it has now
  std::string refusal;  // why not, for people; empty where there is no name at all
};

Renamable prepare_rename(const Snapshot& snapshot, uint32_t offset);

struct Renaming {
  std::vector<Edit>
      edits;            // in order of the text; none: no name stands there, or it stays the same
  std::string refusal;  // why nothing is done, for people; empty: it is
};

// Gives the name at byte `offset` the new name wherever it stands. Refuses names that the builder
// would not take and those that mean something else already, so that the reverse brings the text
// back (but for continuations inside a name).
Renaming rename(const Snapshot& snapshot, uint32_t offset, std::string_view new_name);

}  // namespace dflint
