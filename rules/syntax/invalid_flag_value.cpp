// Reports flags with a missing, repeated or wrong value.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::flag_value, report);
}

}  // namespace

Rule invalid_flag_value() {
  return {
      .name = "invalid-flag-value",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Give each flag a valid value once",
      .why = R"(
BuildKit refuses a flag without its value, a flag that stands there twice (only `--mount`, `--exclude`
and `--device` may), and values it does not know.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN --network=[|hots|] true
)",
              .good = R"(
FROM debian:12
RUN --network=host true
)",
          },
          {
              .bad = R"(
FROM debian:12
HEALTHCHECK --interval=[|30|] CMD true
)",
              .good = R"(
FROM debian:12
HEALTHCHECK --interval=30s CMD true
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
