// Reports COPY --from that names nothing usable.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::copy_from, report);
}

}  // namespace

Rule invalid_copy_from() {
  return {
      .name = "invalid-copy-from",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Copy from an earlier stage or an image",
      .why = R"(
`--from` takes the name or number of an earlier stage, a named context or an image. Variables are not
replaced there: name a stage `FROM image:$TAG AS name` and copy from that.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12 AS one
COPY --from=[|two|] /a /a
FROM debian:12 AS two
)",
              .good = R"(
FROM debian:12 AS two
FROM debian:12 AS one
COPY --from=two /a /a
)",
          },
          {
              .bad = R"(
FROM debian:12
COPY --from=[|3|] /a /a
)",
              .good = R"(
FROM debian:12 AS base
FROM debian:12
COPY --from=0 /a /a
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
