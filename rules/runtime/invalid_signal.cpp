// Reports signals that the builder refuses.
#include "rules/problem.h"
#include "rules/report.h"
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
      .summary = "Stop with a signal that exists",
      .why = R"(
STOPSIGNAL takes a signal by name, with or without SIG, or by number.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
STOPSIGNAL [|SIGTREM|]
)",
              .good = R"(
FROM debian:12
STOPSIGNAL SIGTERM
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
