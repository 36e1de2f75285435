// Applies fixes to a text.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analysis/document.h"
#include "analysis/plan.h"
#include "rules/context.h"
#include "rules/finding.h"
#include "rules/rule_set.h"

namespace dflint {

// The edits of a fix in the file, in order, none overlapping.
std::vector<Edit> edits_of(const Document& document, const Fix& fix);

// Adds findings of those who look from outside the rules, as ShellCheck does, to those of a lint.
using MoreFindings = std::function<void(const Document&, const Plan&, Findings&)>;

struct FixResult {
  std::string text;
  size_t applied = 0;  // how many findings were mended
};

// Applies the first fix of each finding that has one at most as unsafe as `most`, non-overlapping
// ones at a time, until nothing changes (at most 100 rounds). Every result is parsed again: a fix
// that would bring a new error is left out (one of ShellCheck is not seen).
// `more` is asked once a round.
FixResult fix(Text text, const RuleSet& rules, Safety most, const BuildContext* context = nullptr,
              const MoreFindings& more = {});

}  // namespace dflint
