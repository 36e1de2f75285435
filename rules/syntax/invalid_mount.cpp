// Reports mounts that the builder refuses.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document& document, Report& report) {
  for (const InstructionPtr& in : document.instructions) {
    if (!in->problems.empty()) report_problems(*in, ProblemKind::mount, report);
  }
  report_problems(plan, BuildProblemKind::mount, report);
}

}  // namespace

Rule invalid_mount() {
  return {
      .name = "invalid-mount",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Give each --mount options that belong together",
      .why = R"(
A mount has a type (bind, cache, tmpfs, secret or ssh; bind if none is given) and options as
`key=value`, split at commas. Each type takes some options only; all but secret and ssh need a
`target`. BuildKit looks at most of this only when it comes to run the command.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN --mount=type=[|cahce|],target=/root/.cache true
)",
              .good = R"(
FROM debian:12
RUN --mount=type=cache,target=/root/.cache true
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN --mount=type=cache,[|tarrget|]=/root/.cache,target=/x true
)",
              .good = R"(
FROM debian:12
RUN --mount=type=cache,target=/root/.cache,target=/x true
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
