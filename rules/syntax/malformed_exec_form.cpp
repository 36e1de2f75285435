// Reports what looks like an exec form but is none.
#include "analysis/exec_repair.h"
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.statement;
  if (statement.exec_form || statement.recovered || statement.rest.empty()) return;
  Word text;
  switch (statement.keyword) {
    case Keyword::run:
    case Keyword::cmd:
    case Keyword::entrypoint:
      text = statement.args.empty() ? Word{} : statement.args[0];
      break;
    case Keyword::healthcheck:
      text = statement.args.size() < 2 ? Word{} : statement.args[1];
      break;
    default:
      return;
  }
  const std::string_view value = in.value(text);
  if (!value.starts_with('[')) return;
  const auto repair = repair_exec_form(value);
  if (!repair) return;
  Finding& finding = report.add(text, "this is no valid JSON, so it runs as a shell command");
  if (repair->edits.empty()) return;
  finding.fixes.push_back(replace({&in, text.span}, repaired(value, *repair),
                                  "Make it a valid exec form", Safety::unsafe));
}

}  // namespace

Rule malformed_exec_form() {
  return {
      .name = "malformed-exec-form",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Write the exec form as valid JSON",
      .why = R"(
Where the text behind an instruction is not quite a JSON array, BuildKit takes it for shell form without
a word: `CMD ['app']` runs a shell that looks for a program named `[app]`. JSON wants double quotes, no
comma before the `]`, and nothing behind it, a comment neither.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
CMD [|['app', '--all']|]
)",
              .good = R"(
FROM debian:12
CMD ["app", "--all"]
)",
          },
          {
              .bad = R"(
FROM debian:12
ENTRYPOINT [|["app",]|]
)",
              .good = R"(
FROM debian:12
ENTRYPOINT ["app"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
