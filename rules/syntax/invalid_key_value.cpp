// Reports words of ENV and LABEL that are no name=value.
#include "rules/problem.h"
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
Once the first word of ENV or LABEL holds a `=`, every other word must hold one too. A word without it
is mostly the rest of a value with a blank in it, which needs quotes: `LABEL title="My app"`. A comment
at the end of the line is taken for such words, too: a comment needs a line of its own.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
LABEL org.opencontainers.image.title=My [|app|]
)",
              .good = R"(
FROM debian:12
LABEL org.opencontainers.image.title="My app"
)",
          },
          {
              .bad = R"(
FROM debian:12
ENV [|DEBIAN_FRONTEND|]
)",
              .good = R"(
FROM debian:12
ENV DEBIAN_FRONTEND=noninteractive
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
