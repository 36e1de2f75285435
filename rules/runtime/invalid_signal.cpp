// Reports signals of STOPSIGNAL that do not exist.
#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::signal, report);
}

}  // namespace

Rule invalid_signal() {
  return {
      .name = "invalid-signal",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Stop containers with an existing signal",
      .why = R"(
STOPSIGNAL takes the name of a signal, with or without `SIG`, or its number. An unknown one makes the
build fail; a container would be killed after ten seconds without having been asked to stop.
)",
      .examples = {{
          {
              .bad = R"(
FROM nginx:1.27
STOPSIGNAL [|SIGQIUT|]
)",
              .good = R"(
FROM nginx:1.27
STOPSIGNAL SIGQUIT
)",
          },
          {
              .bad = R"(
FROM nginx:1.27
STOPSIGNAL [|0|]
)",
              .good = R"(
FROM nginx:1.27
STOPSIGNAL SIGTERM
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
