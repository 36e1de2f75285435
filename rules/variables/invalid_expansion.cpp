// Reports words whose variables and quotes the builder cannot read.
#include "rules/problem.h"
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
The builder is no shell. It knows `$name`, `${name}`, `${name:-default}`, `${name:+other}`,
`${name:?message}`, `${name#pattern}`, `${name%pattern}` and `${name/pattern/other}`; `${name:=value}`,
`${name^^}`, `${name,,}` and `${name:1:2}` are refused, as are quotes that never close. This holds for
ENV, LABEL, ARG, COPY, WORKDIR and the like; scripts of RUN are for the shell alone.
)",
      .covers = {"undefined-variable"},
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ARG MODE
ENV APP_MODE=${MODE[|^^|]}
)",
              .good = R"(
FROM debian:12
ARG MODE
ENV APP_MODE=${MODE:-production}
)",
          },
          {
              .bad = R"(
FROM debian:12
LABEL title=[|"My app|]
)",
              .good = R"(
FROM debian:12
LABEL title="My app"
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
