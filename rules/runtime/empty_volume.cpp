// Reports volumes whose path is empty.
#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::volume, report);
}

}  // namespace

Rule empty_volume() {
  return {
      .name = "empty-volume",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Give every volume a path",
      .why = R"(
A variable without value leaves nothing of the path, and BuildKit refuses an empty one. Only variables
of the stage count: an ARG before the first FROM must be declared again behind it.
)",
      .examples = {{
          {
              .bad = R"(
ARG DATA=/var/lib/app
FROM debian:12
VOLUME [|$DATA|]
)",
              .good = R"(
ARG DATA=/var/lib/app
FROM debian:12
ARG DATA
VOLUME $DATA
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
