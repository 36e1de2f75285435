// Everything an editor may offer to do with a place: quick fixes and refactorings.
#pragma once

#include <optional>
#include <vector>

#include "rules/context.h"
#include "rules/rule_set.h"
#include "server/features/action.h"

namespace dflint {

// What of the actions is wanted.
struct WantedActions {
  bool quick_fixes = true;
  bool refactorings = true;
  bool disabled = true;  // those that say why they are not possible
};

// `findings` are all_findings of the snapshot and must outlive the actions. No two that do the
// same; fixes first. The range counts bytes of the file; what reaches beyond is cut.
Actions actions_at(const Snapshot& snapshot, const Findings& findings, Range range,
                   const WantedActions& wanted = {});

// What all safe fixes make of the file, as edits: in order, none overlapping. Reads the text
// several times.
std::vector<Edit> fix_all_edits(const Snapshot& snapshot, const RuleSet& rules,
                                const BuildContext* context = nullptr);

}  // namespace dflint
