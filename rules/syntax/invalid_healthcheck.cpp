// Reports HEALTHCHECK without a usable command.
#include "rules/problem.h"
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
      .summary = "Give HEALTHCHECK either NONE or CMD and a command",
      .why = R"(
HEALTHCHECK takes flags, then `CMD` and the command to run, or `NONE` to switch off the check of the
base image. Without `CMD` the first word of the command is taken for the type and refused.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
HEALTHCHECK --interval=30s [|curl|] -f http://localhost/
)",
              .good = R"(
FROM debian:12
HEALTHCHECK --interval=30s CMD curl -f http://localhost/
)",
          },
          {
              .bad = R"(
FROM debian:12
HEALTHCHECK [|CMD|]
)",
              .good = R"(
FROM debian:12
HEALTHCHECK CMD pgrep app
)",
          },
          {
              .bad = R"(
FROM debian:12
HEALTHCHECK NONE [|for now|]
)",
              .good = R"(
FROM debian:12
HEALTHCHECK NONE
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
