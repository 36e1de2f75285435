// Comments that were meant to silence findings and have another form than those that do.
//
//   # dflint: ignore=NAME    # dflint:ignore=NAME    # hadolint: ignore=DL3008
//   # dflint ignore NAME     # dflint ignore: NAME   # hadolint ignore DL3008
//
// Prose that mentions a linter is none: without both `:` and `=` there must be a name that is one.
#pragma once

#include <string>
#include <vector>

#include "analysis/document.h"
#include "rules/rule_set.h"

namespace dflint {

struct MisshapenComment {
  Place place;       // from the name of the linter to the last name of a rule
  std::string form;  // what should stand there: "dflint ignore=NAME"
};

// In order of the text.
std::vector<MisshapenComment> misshapen_comments(const Document& document, const RuleSet& rules);

}  // namespace dflint
