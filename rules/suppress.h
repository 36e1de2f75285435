// Takes out findings that a comment silences, and finds comments without effect.
#pragma once

#include "analysis/document.h"
#include "analysis/plan.h"
#include "rules/finding.h"
#include "rules/rule_set.h"

namespace dflint {

// Takes out of `findings` those that a comment silences, and appends those about the comments:
// unknown-suppression and unused-suppression, where these rules are on.
void suppress(Findings& findings, const Document& document, const Plan& plan, const RuleSet& rules);

// Takes out findings of BuildKit's experimental checks (InvalidDefinitionDescription), unless
// `# check=experimental=` asks for them or the rule was selected by name; their rules need not look
// for that comment. suppress() begins with this.
void drop_experimental(Findings& findings, const Document& document, const RuleSet& rules);

}  // namespace dflint
