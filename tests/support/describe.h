// Documents, plans and findings as complete text, so that two of them can be compared and the
// first difference shown. Not for people: analysis/dump is.
#pragma once

#include <string>
#include <string_view>

#include "analysis/document.h"
#include "analysis/plan.h"
#include "rules/finding.h"

namespace dflint {

// Every field; one line each.
std::string describe(const Instruction& instruction);
std::string describe(const Document& document, const Plan& plan);
// Places as bytes of the file.
std::string describe(const Document& document, const Findings& findings);

// The first line that differs, of both; "" where the texts are equal.
std::string first_difference(std::string_view a, std::string_view b);

}  // namespace dflint
