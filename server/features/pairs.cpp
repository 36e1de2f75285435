// ENV and LABEL in their old form, whether or not a rule is asked about it.
#include "rules/report.h"
#include "rules/rule_set.h"
#include "server/features/refactor.h"

namespace dflint {
namespace {

const Rule* rule_of_pairs() {
  for (const Rule& rule : builtin_rules()) {
    if (rule.name == "key-equals-value") return &rule;
  }
  return nullptr;
}

}  // namespace

void append_pairs(const Spot& spot, Actions& actions) {
  const Instruction& in = spot.in(spot.first);
  const Keyword keyword = in.effective().keyword;
  if ((keyword != Keyword::env && keyword != Keyword::label) || !spot.touches(spot.first, in.body))
    return;
  const Rule* rule = rule_of_pairs();
  if (!rule || !std::holds_alternative<InstructionCheck>(rule->check)) return;
  Findings findings;
  Report report(findings);
  const ActiveRule active{rule, rule->severity};
  report.begin(active, &in);
  std::get<InstructionCheck>(rule->check)(in, report);
  for (const Finding& finding : findings) {
    for (const Fix& fix : finding.fixes) {
      Action action{.title = fix.title, .kind = ActionKind::rewrite};
      for (const Replacement& replacement : fix.replacements)
        action.edits.push_back(spot.edit(spot.first, replacement.place.span, replacement.text));
      actions.push_back(std::move(action));
    }
  }
}

}  // namespace dflint
