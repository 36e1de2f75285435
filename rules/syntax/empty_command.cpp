// Reports RUN, CMD and ENTRYPOINT without a command.
#include <string_view>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  const Keyword keyword = statement.keyword;
  if (!statement.args.empty()) return;
  if (keyword == Keyword::run) {
    const Span span = statement.exec_form ? statement.rest : statement.word.span;
    report.add(span, "RUN without a command does nothing");
    return;
  }
  if ((keyword != Keyword::cmd && keyword != Keyword::entrypoint) || statement.exec_form) return;
  const std::string_view word = in.value(statement.word);
  report.add(statement.word, fmt::format("{} without a command runs an empty script", word))
      .fixes.push_back(replace({&in, statement.word.span}, fmt::format("{} []", word),
                               fmt::format("Write `{} []`", word), Safety::unsafe));
}

}  // namespace

Rule empty_command() {
  return {
      .name = "empty-command",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Give RUN, CMD and ENTRYPOINT a command",
      .why = R"(
BuildKit takes these three without arguments, which makes a command that runs nothing: the container
starts an empty script and ends at once. Where the command of the base image shall be cleared, `CMD []`
and `ENTRYPOINT []` do that.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
[|RUN|]
)",
              .good = R"(
FROM debian:12
RUN make
)",
          },
          {
              .bad = R"(
FROM debian:12
[|CMD|]
)",
              .good = R"(
FROM debian:12
CMD []
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
