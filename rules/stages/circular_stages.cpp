// Reports stages that need each other.
#include "rules/problem.h"
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
Stages are built in order of what they need. Two stages that copy from each other, or one that copies
from itself, can never be built. Files of the own stage need no `--from`: RUN `cp` or a plain COPY from
the context does.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12 AS tools
COPY --from=[|tools|] /bin/sh /srv/
)",
              .good = R"(
FROM debian:12 AS tools
RUN cp /bin/sh /srv/
)",
          },
          {
              .bad = R"(
FROM debian:12 AS one
COPY --from=[|two|] /a /a
FROM debian:12 AS two
COPY --from=one /b /b
)",
              .good = R"(
FROM debian:12 AS one
RUN make /b
FROM debian:12 AS two
COPY --from=one /b /b
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
