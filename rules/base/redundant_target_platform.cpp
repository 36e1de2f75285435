// Reports FROM --platform=$TARGETPLATFORM.
#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// Whether the value of --platform, all of it, is what the builder has set.
bool is_default(const Reference& reference, const Plan& plan) {
  if (reference.stage != none || reference.name != "TARGETPLATFORM") return false;
  const char modifier = reference.modifier;
  if (modifier != 0 && modifier != '-' && modifier != '?') return false;
  return reference.variable != none &&
         plan.variables[reference.variable].kind == VariableKind::predefined;
}

void check(const Plan& plan, const Document& document, Report& report) {
  for (const Reference& reference : plan.references) {
    if (!is_default(reference, plan)) continue;
    const Instruction& in = *document.instructions[reference.instruction];
    const Flag* flag = in.statement.keyword == Keyword::from ? in.flag("platform") : nullptr;
    if (!flag || reference.place.span != flag->value.span) continue;
    if (report.as_hadolint() && reference.modifier != 0) continue;  // hadolint: the plain variable
    Finding& finding =
        report.add(Place{&in, flag->text.span}, "this is the default platform anyway");
    uint32_t end = flag->text.span.end;
    while (end < in.text.size() && (in.text[end] == ' ' || in.text[end] == '\t')) ++end;
    finding.fixes.push_back(replace({&in, {flag->text.span.begin, end}}, {}, "Remove --platform"));
  }
}

}  // namespace

Rule redundant_target_platform() {
  return {
      .name = "redundant-target-platform",
      .aliases = {"RedundantTargetPlatform", "DL3065"},
      .category = Category::style,
      .severity = Severity::info,
      .summary = "Leave out --platform=$TARGETPLATFORM",
      .why = R"(
A stage is built for the target platform unless `--platform` says otherwise, so the flag changes
nothing. `--platform=$BUILDPLATFORM`, for a stage that cross-compiles, does.
)",
      .examples = {{
          {
              .bad = R"(
FROM [|--platform=${TARGETPLATFORM}|] nginx:1.27
)",
              .good = R"(
FROM nginx:1.27
)",
          },
          {
              .bad = R"(
FROM --platform=$BUILDPLATFORM golang:1.22 AS build
FROM [|--platform=$TARGETPLATFORM|] \
  debian:12 AS run
)",
              .good = R"(
FROM --platform=$BUILDPLATFORM golang:1.22 AS build
FROM \
  debian:12 AS run
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
