// Reports stages that need each other.
#include <fmt/core.h>

#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// hadolint: only COPY --from with the name of its own stage, as written.
void check_as_hadolint(const Plan& plan, Report& report) {
  for (const Edge& edge : plan.edges) {
    const Stage& stage = plan.stages[edge.from];
    if (edge.kind != EdgeKind::copy || stage.name.empty() || edge.name != stage.name) continue;
    report.add(edge.place, fmt::format("stage `{}` cannot use itself", stage.name));
  }
}

void check(const Plan& plan, const Document&, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(plan, report);
  report_problems(plan, BuildProblemKind::circular, report);
}

}  // namespace

Rule circular_stages() {
  return {
      .name = "circular-stages",
      .aliases = {"DL3023"},
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
