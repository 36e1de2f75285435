// Comments that silence findings: dflint's own, hadolint's and BuildKit's.
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
  Span comment;              // of the whole comment line
  uint32_t instruction = 0;  // the one that the comment stands above
  bool used = false;
};

// Every suppression of the document, in order of the text.
std::vector<Suppression> suppressions(const Document& document, const Plan& plan);

}  // namespace dflint
