// Reports volumes that turn out empty.
#include "rules/problem.h"
#include "rules/report.h"
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
      .summary = "Give each VOLUME a path",
      .why = R"(
A variable that is set nowhere leaves nothing of the path, and BuildKit refuses an empty one.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
VOLUME [|$DATA_DIR|]
)",
              .good = R"(
FROM debian:12
ENV DATA_DIR=/data
VOLUME $DATA_DIR
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
