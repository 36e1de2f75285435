// Reports HEALTHCHECK in a form that the builder refuses.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::healthcheck, report);
}

}  // namespace

Rule invalid_healthcheck() {
  return {
      .name = "invalid-healthcheck",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Write HEALTHCHECK CMD command or HEALTHCHECK NONE",
      .why = R"(
HEALTHCHECK takes NONE and nothing else, or CMD and the command that finds out.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
HEALTHCHECK [|CMDD|] true
)",
              .good = R"(
FROM debian:12
HEALTHCHECK CMD true
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
