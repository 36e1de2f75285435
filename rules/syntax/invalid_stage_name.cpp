// Reports stage names that the builder refuses.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::stage_name, report);
}

}  // namespace

Rule invalid_stage_name() {
  return {
      .name = "invalid-stage-name",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Name stages with letters, digits and - _ .",
      .why = R"(
A stage name begins with a letter; letters, digits, `-`, `_` and `.` may follow. Variables are not
replaced there.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12 AS [|1st|]
)",
              .good = R"(
FROM debian:12 AS first
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
