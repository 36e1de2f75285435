// Asks for the exec form of CMD and ENTRYPOINT.
#include <fmt/core.h>

#include "analysis/keywords.h"
#include "analysis/shell/plain_words.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool concerns(const Statement& statement) {
  return (statement.keyword == Keyword::cmd || statement.keyword == Keyword::entrypoint) &&
         !statement.exec_form;
}

std::string message_for(const Statement& statement, const Script* script) {
  const std::string_view keyword = info(statement.keyword).name;
  if (statement.args.empty())
    return fmt::format("{} without a command starts a shell with nothing to do", keyword);
  if (!script || script->commands.empty() || script->commands.back().name() != "exec")
    return fmt::format(
        "{} in shell form runs under a shell, which may keep signals from the program", keyword);
  return statement.keyword == Keyword::entrypoint
             ? "ENTRYPOINT in shell form ignores CMD and the arguments of `docker run`"
             : "CMD in shell form needs a shell, if only to `exec` the program";
}

void report_one(const Statement& statement, Place place, const Script* script, Report& report) {
  Finding& finding = report.add(place, message_for(statement, script));
  if (!script) return;
  if (!script->commands.empty() && script->commands.back().name() == "exec")
    finding.severity = Severity::info;
  std::string array;
  for (const ShellWord& word : plain_words(*script)) {
    array += fmt::format("{}\"{}\"", array.empty() ? "[" : ", ", script->value(word));
  }
  if (array.empty()) return;
  finding.fixes.push_back(replace(place, array + "]", "Use the exec form", Safety::unsafe));
}

// hadolint: whatever SHELL says, and the command of a health check too.
void check_as_hadolint(const Plan& plan, const Document& document, Report& report) {
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Statement& statement = in.statement;
    const bool health = statement.keyword == Keyword::healthcheck && plan.steps[i].script;
    if (statement.exec_form || statement.args.empty() || (!health && !concerns(statement)))
      continue;
    report.add({&in, statement.rest},
               fmt::format("{} is not a JSON array", health ? "the command of the health check"
                                                            : info(statement.keyword).name));
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(plan, document, report);
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
      .aliases = {"JSONArgsRecommended", "DL3025"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Write CMD and ENTRYPOINT in exec form",
      .why = R"(
In shell form the program runs below `/bin/sh -c`. Most shells then are process 1 and
do not pass on signals, so `docker stop` waits ten seconds and then kills; and an ENTRYPOINT in shell form ignores
CMD and the arguments of `docker run`. The exec form, a JSON array, starts the program itself. Where
a shell is needed, say so: set SHELL, or write `["sh", "-c", "exec app --port $PORT"]`. A shell form
that ends in `exec` hands on signals and is reported mildly.
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
          {
              .bad = R"(
FROM debian:12
CMD [|exec app --port 80|]
)",
              .good = R"(
FROM debian:12
CMD ["app", "--port", "80"]
)",
          },
          {
              .bad = R"(
FROM debian:12
CMD [|app --port $PORT > /dev/stdout|]
)",
              .good = R"(
FROM debian:12
SHELL ["/bin/bash", "-c"]
CMD exec app --port $PORT > /dev/stdout
)",
          },
          {
              .bad = R"(
FROM debian:12 AS base
ONBUILD ENTRYPOINT serve
FROM [|base|]
)",
              .good = R"(
FROM debian:12 AS base
ONBUILD ENTRYPOINT ["serve"]
FROM base
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
