// Reports RUN, CMD and ENTRYPOINT without a command.
#include "analysis/keywords.h"
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.statement;
  const bool runs = statement.keyword == Keyword::run || statement.keyword == Keyword::cmd ||
                    statement.keyword == Keyword::entrypoint;
  if (!runs || !statement.args.empty() || statement.exec_form) return;
  report.add(statement.word, fmt::format("{} has no command", info(statement.keyword).name));
}

}  // namespace

Rule empty_command() {
  return {
      .name = "empty-command",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Give RUN, CMD and ENTRYPOINT a command",
      .why = R"(
BuildKit accepts these instructions with nothing behind them. RUN then runs an empty script and adds an
empty layer; CMD and ENTRYPOINT start a shell with nothing to do, in place of what the base image starts.
To clear an inherited CMD or ENTRYPOINT, write `[]`.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
[|RUN|]
)",
              .good = R"(
FROM debian:12
RUN true
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
