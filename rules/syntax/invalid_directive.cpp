// Reports parser directives that the builder refuses.
#include "rules/problem.h"
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
      .summary = "Write each parser directive once, with a valid value",
      .why = R"(
`# syntax=`, `# escape=` and `# check=` at the top of the file are no comments: each may stand there
once, and `escape` must be a backslash or a backtick. BuildKit names the line before the bad one.
)",
      .examples = {{
          {
              .bad = R"(
# escape=[|/|]
FROM debian:12
)",
              .good = R"(
# escape=`
FROM debian:12
)",
          },
          {
              .bad = R"(
# syntax=docker/dockerfile:1
# [|syntax|]=docker/dockerfile:1.7
FROM debian:12
)",
              .good = R"(
# syntax=docker/dockerfile:1
FROM debian:12
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
