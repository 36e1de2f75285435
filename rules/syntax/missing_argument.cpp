// Reports instructions that lack an argument.
#include "rules/problem.h"
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
      .summary = "Give each instruction the arguments it needs",
      .why = R"(
Every instruction but RUN, CMD and ENTRYPOINT needs at least one argument, COPY and ADD a source and a
destination. BuildKit refuses the file before it builds anything. Often the arguments stand on the
next line and only the `\` at the end of this one is missing.
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
VOLUME ["/var/lib/app", [|""|]]
)",
              .good = R"(
FROM debian:12
VOLUME ["/var/lib/app"]
)",
          },
          {
              .bad = R"(
FROM debian:12
ENV [|=production|]
)",
              .good = R"(
FROM debian:12
ENV MODE=production
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
