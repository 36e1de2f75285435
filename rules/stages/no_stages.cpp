// Reports files without FROM.
#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::no_stages, report);
}

}  // namespace

Rule no_stages() {
  return {
      .name = "no-stages",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Begin every Dockerfile with FROM",
      .why = R"(
Everything in a Dockerfile happens in a stage, and FROM begins one. A file without FROM, or without any
instruction, builds nothing, and BuildKit refuses it.
)",
      .examples = {{
          {
              .bad = R"(
[|RUN|] make
)",
              .good = R"(
FROM debian:12
RUN make
)",
          },
          {
              .bad = R"(
[||]# An image for the tests
)",
              .good = R"(
# An image for the tests
FROM debian:12
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
