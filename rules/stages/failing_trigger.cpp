// Reports triggers of a base stage that fail in this stage.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::onbuild, report);
}

}  // namespace

Rule failing_trigger() {
  return {
      .name = "failing-trigger",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Build only on stages whose triggers work",
      .why = R"(
ONBUILD instructions of a stage run where a later stage of the file is built from it, at its FROM. What
is wrong in them is found only there.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12 AS base
ONBUILD COPY app
FROM [|base|]
)",
              .good = R"(
FROM debian:12 AS base
ONBUILD COPY app /srv/
FROM base
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
