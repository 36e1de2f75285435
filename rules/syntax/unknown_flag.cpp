// Reports flags that an instruction does not have.
#include "rules/problem.h"
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
BuildKit refuses a flag it does not know, and names of flags are case-sensitive. Words that begin with
`--` directly behind the keyword are always read as flags; put `--` before them where an argument
really begins like that.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
COPY --[|chwon|]=app:app . /srv
)",
              .good = R"(
FROM debian:12
COPY --chown=app:app . /srv
)",
          },
          {
              .bad = R"(
FROM debian:12
ENV --[|global|] TZ=UTC
)",
              .good = R"(
FROM debian:12
ENV TZ=UTC
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
