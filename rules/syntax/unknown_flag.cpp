// Reports flags that an instruction does not have.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::unknown_flag, report);
}

}  // namespace

Rule unknown_flag() {
  return {
      .name = "unknown-flag",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Use only flags that the instruction has",
      .why = R"(
BuildKit refuses a flag it does not know. Names are in lower case. Options of a program in RUN, CMD or
ENTRYPOINT come after the program, so a word that begins with `--` right behind the instruction is
always taken for a flag of BuildKit.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
COPY --[|chwon|]=app . /srv/
)",
              .good = R"(
FROM debian:12
COPY --chown=app . /srv/
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
