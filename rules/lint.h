// Runs the rules over a document and its plan.
#pragma once

#include <memory>
#include <vector>

#include "analysis/document.h"
#include "analysis/plan.h"
#include "rules/context.h"
#include "rules/finding.h"
#include "rules/rule_set.h"

namespace dflint {

struct Lint {
  std::vector<std::shared_ptr<const Findings>> local;  // one for each instruction; null: none
  Findings global;                                     // of the checks that see more
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

// Local and global findings in one list, in order of the text, without those that a suppression
// comment silences; findings about the comments themselves (unknown, unused) included. `more`:
// those of others than the rules, as ShellCheck's.
Findings all_findings(const Document& document, const Plan& plan, const Lint& lint,
                      const RuleSet& rules, const Findings* more = nullptr);

}  // namespace dflint
