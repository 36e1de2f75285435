// Reports words whose quotes or variables the builder cannot read.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::expansion, report);
}

}  // namespace

Rule invalid_expansion() {
  return {
      .name = "invalid-expansion",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Write variables in a form that the builder knows",
      .why = R"(
BuildKit replaces variables itself, and knows `${x}`, `${x:-word}`, `${x:+word}`, `${x:?word}`, the same
without a colon, `${x#pattern}`, `${x%pattern}` and `${x/pattern/text}`; no other form. A quote must
be closed.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ARG NAME=app
ENV UPPER=${NAME[|^|]^}
)",
              .good = R"(
FROM debian:12
ARG NAME=app
ENV UPPER=${NAME}
)",
          },
          {
              .bad = R"(
FROM debian:12
ENV GREETING=[|"hello world|]
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
