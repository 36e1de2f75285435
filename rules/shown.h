// What is reported of a document: all that was found, less what comments silence.
#pragma once

#include <vector>

#include "rules/snapshot.h"

namespace dflint {

// Local and global findings in one list, in order of the text, without those that a suppression
// comment silences; findings about the comments themselves (unknown, unused) included. `more`:
// those of others than the rules, as ShellCheck's.
Findings all_findings(const Document& document, const Plan& plan, const Lint& lint,
                      const RuleSet& rules, const Findings* more = nullptr);

// The same, by instruction, and what it was made from.
struct Shown {
  SnapshotPtr of;
  std::vector<FindingsPtr> scripts;  // of others than the rules; one for each instruction, or empty
  std::vector<FindingsPtr> findings;  // one for each instruction, in order of the text
  // What is shown of an instruction hangs on what was found in it alone: no comment silences
  // anything, and nothing is a template.
  bool apart = false;
};

// Equal to that without `old`, which is of an earlier snapshot with the same rules; shares each
// list with it that is equal.
Shown show(SnapshotPtr snapshot, std::vector<FindingsPtr> scripts, const RuleSet& rules,
           const Shown* old = nullptr);

}  // namespace dflint
