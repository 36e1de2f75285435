// Reports stages on which an ONBUILD trigger of their base fails.
#include "rules/problem.h"
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
The ONBUILD instructions of a stage run at the FROM of each stage built on it. What is wrong with them
shows only there, so BuildKit blames the FROM; the note shows the trigger.
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
