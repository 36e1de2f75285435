// From a name to where it comes from, and to where else it stands.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rules/snapshot.h"

namespace dflint {

struct Target {
  Range name;   // what to select
  Range whole;  // the instruction around it; of a stage: to the next FROM
};

struct Targets {
  Range origin;  // the name that was asked for
  std::vector<Target> list;
};

// Where the name at byte `offset` comes from, the first definition first; after it the one whose
// value holds here, where that is another. Empty where there is nothing.
Targets definition_of(const Snapshot& snapshot, uint32_t offset);

// The definition that is in force at byte `offset`: of a variable the last ARG or ENV before it,
// even an ARG that only asks for one before FROM; else as definition_of().
Targets declaration_of(const Snapshot& snapshot, uint32_t offset);

// All places of the name at byte `offset`, in order of the text.
std::vector<Range> references_to(const Snapshot& snapshot, uint32_t offset, bool with_definitions);

struct Highlight {
  Range range;
  bool write = false;  // it is defined here
};
std::vector<Highlight> highlights_of(const Snapshot& snapshot, uint32_t offset);

struct LinkedRanges {
  std::vector<Range> ranges;  // of the same text, in order; fewer than two: nothing to link
  std::string_view pattern;   // what may be typed: a regular expression of JavaScript
};

// The places that are to change together while one is typed in: the ends of a here-document, the
// name of a stage and its uses.
LinkedRanges linked_ranges(const Snapshot& snapshot, uint32_t offset);

}  // namespace dflint
