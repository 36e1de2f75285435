// Reports parser directives that the builder refuses.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::directive, report);
}

}  // namespace

Rule invalid_directive() {
  return {
      .name = "invalid-directive",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Write parser directives as the builder reads them",
      .why = R"(
`# syntax=`, `# escape=` and `# check=` stand at the very top, each at most once, and the escape
character is a backslash or a backtick. BuildKit stops at anything else and names the line before.
)",
      .examples = {{
          {
              .bad = R"(
# escape=[|^|]
FROM debian:12
)",
              .good = R"(
# escape=`
FROM debian:12
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
