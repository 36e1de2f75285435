// The rules of hadolint by their codes, and how severe hadolint takes each.
#pragma once

#include <optional>
#include <string_view>

#include "rules/finding.h"
#include "rules/rule.h"

namespace dflint {

struct HadolintRule {
  std::string_view code;  // "DL3008"
  Severity severity;
  bool on = true;  // runs unless configured otherwise
};
// Any case; nullptr where hadolint has none of that code.
const HadolintRule* hadolint_rule(std::string_view code);
// The first of the rule's aliases that is one.
const HadolintRule* hadolint_rule(const Rule& rule);

// "DL3008", "SC2086": two letters (any case) and four digits.
bool is_hadolint_code(std::string_view name);
// "SC2086", in any case: a code of the rule that stands for all of ShellCheck's.
bool is_shellcheck_code(std::string_view name);
bool is_shellcheck(const Rule& rule);

}  // namespace dflint
