// What an editor shows of the word under the mouse: an instruction, a flag, a variable's value, a
// stage, an image, a port, and the manual of what is reported there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rules/finding.h"
#include "rules/rule_set.h"
#include "rules/snapshot.h"

namespace dflint {

struct HoverOptions {
  bool markdown = true;  // false: plain text
  // What is reported for this snapshot, as all_findings gives it: what lies at the offset is
  // appended, with its manual. nullptr: nothing is.
  const Findings* findings = nullptr;
  // … also where there is nothing else to say.
  bool findings_alone = true;
  // Where the names in suppression comments are looked up; nullptr: the built-in rules.
  const RuleSet* rules = nullptr;
};

struct Hover {
  Range range;  // of the word; holds the offset, or ends at it
  std::string text;
};

// Any offset; those past the end mean the end. Nothing where there is nothing to say.
std::optional<Hover> hover(const Snapshot& snapshot, uint32_t offset,
                           const HoverOptions& options = {});

}  // namespace dflint
