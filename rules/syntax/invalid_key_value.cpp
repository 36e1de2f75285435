// Reports words of ENV and LABEL that are no name=value.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::key_value, report);
}

}  // namespace

Rule invalid_key_value() {
  return {
      .name = "invalid-key-value",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Write ENV and LABEL as name=value",
      .why = R"(
Once the first word holds a `=`, every other word needs one too. A value with blanks must be quoted,
or its blanks escaped.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ENV GREETING=hello [|world|]
)",
              .good = R"(
FROM debian:12
ENV GREETING="hello world"
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
