// Reports flags with a missing, repeated or impossible value.
#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::flag_value, report);
}

}  // namespace

Rule invalid_flag_value() {
  return {
      .name = "invalid-flag-value",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Give each flag one valid value",
      .why = R"(
Flags with a value need `=`: `--from=build`, never `--from build`. Switches such as `--link` take `true`
or `false` only, durations need a unit (`30s`), and a flag that is no list may stand there once.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
COPY [|--from|] build /out /srv
)",
              .good = R"(
FROM debian:12
COPY --from=build /out /srv
)",
          },
          {
              .bad = R"(
FROM debian:12
COPY --link=[|yes|] app /srv/
)",
              .good = R"(
FROM debian:12
COPY --link=true app /srv/
)",
          },
          {
              .bad = R"(
FROM debian:12
HEALTHCHECK --interval=[|30|] CMD curl -f localhost
)",
              .good = R"(
FROM debian:12
HEALTHCHECK --interval=30s CMD curl -f localhost
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN --network=[|Host|] make
)",
              .good = R"(
FROM debian:12
RUN --network=host make
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
