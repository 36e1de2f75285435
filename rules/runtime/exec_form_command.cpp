// Asks for the exec form of CMD and ENTRYPOINT.
#include <fmt/core.h>

#include "analysis/keywords.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool concerns(const Statement& statement) {
  return (statement.keyword == Keyword::cmd || statement.keyword == Keyword::entrypoint) &&
         !statement.exec_form;
}

bool is_plain(const Script& script, const ShellWord& word) {
  const std::string_view value = script.value(word);
  return !word.expands && !word.glob && !value.starts_with('~') &&
         value.find_first_of("\\\"") == std::string_view::npos;
}

// One simple command of plain words is the same without a shell around it.
bool is_simple(const Script& script) {
  if (script.kind != ShellKind::posix || script.commands.size() != 1 || !script.problems.empty() ||
      !script.comments.empty())
    return false;
  const Command& command = script.commands[0];
  if (command.words.empty() || !command.assignments.empty() || !command.redirections.empty())
    return false;
  if (command.negated || command.conditional || command.subshell || command.in_function)
    return false;
  for (const ShellWord& word : command.words) {
    if (!is_plain(script, word)) return false;
  }
  // A background `&`, a trailing `;`: anything beyond the words.
  return command.span == script.span;
}

std::string exec_form(const Script& script) {
  std::string out = "[";
  for (const ShellWord& word : script.commands[0].words) {
    out += fmt::format("{}\"{}\"", out.size() > 1 ? ", " : "", script.value(word));
  }
  return out + "]";
}

void report_one(const Statement& statement, Place place, const Script* script, Report& report) {
  Finding& finding = report.add(
      place,
      fmt::format("{} in shell form runs under a shell, which keeps signals from the program",
                  info(statement.keyword).name));
  if (!script || !is_simple(*script) || script->commands[0].name() == "exec") return;
  finding.fixes.push_back(replace(place, exec_form(*script), "Use the exec form", Safety::unsafe));
}

void check(const Plan& plan, const Document& document, Report& report) {
  for (const Trigger& trigger : plan.triggers) {
    const Statement& statement = *document.instructions[trigger.instruction]->statement.trigger;
    const Stage& stage = plan.stages[trigger.stage];
    if (!concerns(statement) || plan.steps[stage.first].shell != none) continue;
    report_one(statement, {stage.from, stage.from->statement.args[0].span}, nullptr, report);
  }
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    if (!concerns(in.statement) || plan.steps[i].stage == none || plan.steps[i].shell != none)
      continue;
    const Span span = in.statement.rest.empty() ? in.statement.word.span : in.statement.rest;
    report_one(in.statement, {&in, span}, plan.steps[i].script.get(), report);
  }
}

}  // namespace

Rule exec_form_command() {
  return {
      .name = "exec-form-command",
      .aliases = {"JSONArgsRecommended"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Write CMD and ENTRYPOINT in exec form",
      .why = R"(
In shell form the program runs below `/bin/sh -c`. The shell is process 1 and does not pass on
signals, so `docker stop` waits ten seconds and then kills; and an ENTRYPOINT in shell form ignores
CMD and the arguments of `docker run`. The exec form, a JSON array, starts the program itself. Where
a shell is needed, say so: set SHELL, or write `["sh", "-c", "exec app --port $PORT"]`.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ENTRYPOINT [|/srv/app --port 80|]
)",
              .good = R"(
FROM debian:12
ENTRYPOINT ["/srv/app", "--port", "80"]
)",
          },
          {
              .bad = R"(
FROM debian:12
CMD [|echo 'hello world'|]
)",
              .good = R"(
FROM debian:12
CMD ["echo", "hello world"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
