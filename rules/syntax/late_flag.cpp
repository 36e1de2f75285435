// Reports flags that stand after the first argument.
#include "analysis/keywords.h"
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.statement;
  if (statement.keyword != Keyword::copy && statement.keyword != Keyword::add &&
      statement.keyword != Keyword::from)
    return;
  if (statement.exec_form) return;
  for (size_t i = 1; i < statement.args.size(); ++i) {
    const std::string_view word = in.value(statement.args[i]);
    if (!word.starts_with("--")) continue;
    const std::string_view name = word.substr(2, word.find('=') - 2);
    const auto flags = info(statement.keyword).flags;
    if (std::none_of(flags.begin(), flags.end(), [&](const FlagInfo& f) { return f.name == name; }))
      continue;
    Finding& finding = report.add(
        statement.args[i],
        fmt::format("after the first argument `--{}` is an argument too, not a flag", name));
    const uint32_t begin = statement.args[i - 1].span.end;
    const uint32_t first = statement.args[0].span.begin;
    Fix fix{"Move the flag to the front", Safety::unsafe, {}};
    fix.replacements.push_back({{&in, {first, first}}, std::string(word) + " "});
    fix.replacements.push_back({{&in, {begin, statement.args[i].span.end}}, {}});
    finding.fixes.push_back(std::move(fix));
  }
}

}  // namespace

Rule late_flag() {
  return {
      .name = "late-flag",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Put flags before the arguments",
      .why = R"(
BuildKit reads flags only up to the first other word. A later one is an argument: `COPY app --chown=web
/srv/` copies a file named `--chown=web`.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
COPY app [|--chown=web|] /srv/
)",
              .good = R"(
FROM debian:12
COPY --chown=web app /srv/
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
