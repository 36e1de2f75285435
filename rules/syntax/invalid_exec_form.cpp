// Reports arrays that hold more than strings, and SHELL without an array.
#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::json_form, report);
}

}  // namespace

Rule invalid_exec_form() {
  return {
      .name = "invalid-exec-form",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Write the exec form as an array of strings",
      .why = R"(
A JSON array that holds numbers, `null` or other arrays is refused: every argument of a program is a
string, so `["sleep", 5]` must be `["sleep", "5"]`. SHELL takes nothing but an array; single quotes or
a comma too many make it something else.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
CMD ["sleep", [|60|]]
)",
              .good = R"(
FROM debian:12
CMD ["sleep", "60"]
)",
          },
          {
              .bad = R"(
FROM debian:12
SHELL [|['/bin/bash', '-c']|]
)",
              .good = R"(
FROM debian:12
SHELL ["/bin/bash", "-c"]
)",
          },
          {
              .bad = R"(
FROM debian:12
SHELL [|/bin/bash -c|]
)",
              .good = R"(
FROM debian:12
SHELL ["/bin/bash", "-c"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
