// Reports instructions before the first FROM.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::instruction_before_from, report);
}

}  // namespace

Rule instruction_before_from() {
  return {
      .name = "instruction-before-from",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Let nothing but ARG stand before the first FROM",
      .why = R"(
Every instruction works on the stage that FROM began. Before the first one only ARG may stand, for the
variables of FROM.
)",
      .examples = {{
          {
              .bad = R"(
[|LABEL|] team=web
FROM debian:12
)",
              .good = R"(
FROM debian:12
LABEL team=web
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
