// What must hold for every text, whatever its bytes. Each function says what does not hold, or "".
#pragma once

#include <string>

#include "analysis/document.h"
#include "analysis/plan.h"
#include "rules/finding.h"
#include "rules/rule_set.h"
#include "rules/snapshot.h"

namespace dflint {

// The instructions tile the text, and everything they say stands inside it.
std::string check_document(const Document& document);

// Both hold the same text, cut and read in the same way.
std::string same_document(const Document& a, const Document& b);

// `next` came from parse(old, edit): instructions that the edit cannot have changed are the same
// objects.
std::string check_shared(const Document& old, const Edit& edit, const Document& next);

// Everything the plan refers to exists.
std::string check_plan(const Document& document, const Plan& plan);

// Places, notes and fixes stand inside the text and cut no character; fixes do not overlap.
std::string check_findings(const Document& document, const Findings& findings);

// parse(old, edit) against parse(old.text.with(edit)); gives the new document in `next`.
std::string check_reparse(const Document& old, const Edit& edit, Document& next);

// next(old, edit) against snapshot(text): plan and findings; gives the new snapshot in `after`.
std::string check_next(const Snapshot& old, const Edit& edit, const RuleSet& rules,
                       SnapshotPtr& after);

// A text as a C++ string literal, for a message that can be pasted into a test.
std::string quoted(std::string_view text);

}  // namespace dflint
