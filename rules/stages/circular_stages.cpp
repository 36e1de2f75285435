// Reports stages that need each other.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::circular, report);
}

}  // namespace

Rule circular_stages() {
  return {
      .name = "circular-stages",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Let no stage need itself",
      .why = R"(
A stage that copies from itself, or from one that needs it, can never be built.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12 AS app
COPY --from=[|app|] /a /b
)",
              .good = R"(
FROM debian:12 AS tools
FROM debian:12 AS app
COPY --from=tools /a /b
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
