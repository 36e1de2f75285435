// Runs the rules over a document and its plan.
#pragma once

#include <vector>

#include "analysis/document.h"
#include "analysis/plan.h"
#include "rules/context.h"
#include "rules/finding.h"
#include "rules/rule_set.h"

namespace dflint {

// One entry for each instruction.
struct Lint {
  std::vector<FindingsPtr> local;   // of the checks that look at one instruction
  std::vector<FindingsPtr> global;  // of those that see more, where the finding is placed
};

// How much is found out anew after an edit.
enum class Reach : uint8_t {
  all,
  // Only what the checks see that look at one instruction. Findings of the others are those of
  // before, but for those that speak of an instruction that was edited.
  edited,
};

// `context`: nullptr where nothing is known; what needs it finds nothing then. Findings of the
// checks that see one instruction are taken over from `old` (the lint of `old_document` with the
// same rules) where instruction and script are the same.
Lint lint(const Document& document, const Plan& plan, const RuleSet& rules,
          const BuildContext* context = nullptr, const Document* old_document = nullptr,
          const Plan* old_plan = nullptr, const Lint* old = nullptr, Reach reach = Reach::all);

}  // namespace dflint
