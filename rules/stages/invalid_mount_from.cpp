// Reports mounts from what is no usable stage.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::mount_from, report);
}

}  // namespace

Rule invalid_mount_from() {
  return {
      .name = "invalid-mount-from",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Mount from an earlier stage or an image",
      .why = R"(
`from` of a mount takes the name of an earlier stage, a named context or an image. A number is the name
of an image there, not a stage.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN --mount=from=[|later|],target=/x ls /x
FROM debian:12 AS later
)",
              .good = R"(
FROM debian:12 AS later
FROM debian:12
RUN --mount=from=later,target=/x ls /x
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
