// Reports arrays that hold more than strings, and SHELL without one.
#include "rules/problem.h"
#include "rules/report.h"
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
      .summary = "Put only strings into an exec form",
      .why = R"(
An exec form is a JSON array of strings. A number, `true` or another array in it is refused, even where
the program would take it for text; and SHELL has no other form.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
CMD ["app", "--port", [|8080|]]
)",
              .good = R"(
FROM debian:12
CMD ["app", "--port", "8080"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
