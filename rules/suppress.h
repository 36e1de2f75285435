// Comments that silence findings: dflint's own, hadolint's and BuildKit's.
//
//   # dflint ignore=rule,rule why       above an instruction, or on a line inside it
//   # dflint ignore-file=rule           anywhere: the whole file
//   # hadolint ignore=DL3008,SC2086     above an instruction, blank lines between are fine
//   # hadolint stage ignore=DL3008      above FROM: its stage
//   # hadolint global ignore=DL3008     anywhere: the whole file
//   # check=skip=StageNameCasing        as BuildKit has it: at the top for the file, else above an
//                                       instruction from column 1; only the first of several
//                                       counts, and an empty comment undoes what stands before it
//
// A name is a rule, an alias, a category or `all`; these two leave errors alone. BuildKit's names
// must have their exact case, and some of its checks are silenced at the top only.
#pragma once

#include <string>
#include <vector>

#include "analysis/document.h"
#include "analysis/plan.h"
#include "rules/finding.h"
#include "rules/rule_set.h"

namespace dflint {

// One name in one suppression comment.
struct Suppression {
  enum class Scope : uint8_t { instruction, stage, file } scope = Scope::instruction;
  enum class Dialect : uint8_t { dflint, hadolint, buildkit } dialect = Dialect::dflint;
  std::string_view name;     // a rule, an alias, a category, or "all"
  Place place;               // of the name
  Span comment;              // of the whole comment line, from its '#'
  uint32_t instruction = 0;  // the one that the comment stands above
  bool used = false;
};

// Every suppression of the document, in order of the text.
std::vector<Suppression> suppressions(const Document& document, const Plan& plan);

// Takes out of `findings` those that a comment silences, and appends those about the comments:
// unknown-suppression and unused-suppression, where these rules are on.
//
// Findings of BuildKit's experimental checks (InvalidDefinitionDescription) are taken out too,
// unless `# check=experimental=` asks for them or the rule was selected by name; their rules need
// not look for that comment.
void suppress(Findings& findings, const Document& document, const Plan& plan, const RuleSet& rules);

}  // namespace dflint
