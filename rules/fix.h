// Applies fixes to a text.
#pragma once

#include <string>
#include <vector>

#include "analysis/document.h"
#include "rules/context.h"
#include "rules/finding.h"
#include "rules/rule_set.h"

namespace dflint {

// The edits of a fix in the file, in order, none overlapping.
std::vector<Edit> edits_of(const Document& document, const Fix& fix);

struct FixResult {
  std::string text;
  size_t applied = 0;  // how many findings were mended
};

// Applies the first fix of each finding that has one at most as unsafe as `most`, non-overlapping
// ones at a time, until nothing changes (at most 100 rounds). Every result is parsed again: a fix
// that would bring a new error is left out.
FixResult fix(Text text, const RuleSet& rules, Safety most, const BuildContext* context = nullptr);

}  // namespace dflint
