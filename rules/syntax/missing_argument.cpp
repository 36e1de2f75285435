// Reports instructions without what they need.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::missing_argument, report);
}

}  // namespace

Rule missing_argument() {
  return {
      .name = "missing-argument",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Give each instruction its arguments",
      .why = R"(
Every instruction but RUN, CMD and ENTRYPOINT needs something after its name; COPY and ADD need a source
and a destination. BuildKit refuses the file otherwise.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
[|COPY|] app.py
)",
              .good = R"(
FROM debian:12
COPY app.py /srv/
)",
          },
          {
              .bad = R"(
FROM debian:12
[|WORKDIR|]
)",
              .good = R"(
FROM debian:12
WORKDIR /srv
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
