// Quick fixes: what mends or silences the findings at a place.
#pragma once

#include <vector>

#include "rules/finding.h"
#include "rules/rule_set.h"
#include "server/features/action.h"

namespace dflint {

// Every fix of the findings that the spot touches; preferred is the only, safe one of a finding.
// `findings` are those of the snapshot (all_findings) and must outlive the actions.
void append_fixes(const Spot& spot, const Findings& findings, Actions& actions);

// Comments that silence the findings that the spot touches: one for this place and one for the
// whole file, joined to a comment that is there already.
void append_suppressions(const Spot& spot, const Findings& findings, Actions& actions);

// What the rules do not offer: another case for a keyword or a directive, each flag that an
// unknown one might be, an argument too many, single blank lines behind a continuation.
void append_alternatives(const Spot& spot, Actions& actions);

}  // namespace dflint
