// Reports build arguments in commands that run when nobody knows them any more.
#include <optional>

#include <fmt/core.h>

#include "analysis/credentials.h"
#include "analysis/keywords.h"
#include "rules/new_line.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/variables/declare.h"
#include "rules/variables/definitions.h"
#include "rules/variables/script_names.h"

namespace dflint {
namespace {

// `ENV NAME=$NAME` before the command; a global ARG has to be asked for first.
Fix keep_it(const Instruction& in, std::string_view name, const Variable& arg) {
  Replacement line = line_before(in, "ENV", fmt::format("{0}=${0}", name));
  if (arg.stage == none) {
    line.text = line_before(in, "ARG", name).text + line.text;
  }
  return {fmt::format("Add `ENV {0}=${0}`", name), Safety::unsafe, {std::move(line)}};
}

class Checker {
 public:
  Checker(const Plan& plan, Report& report) : plan_(plan), report_(report), definitions_(plan) {}

  void instruction(uint32_t index) {
    const Step& step = plan_.steps[index];
    NamesSet names;
    names.add(*step.script);
    for (const ScriptPtr& inner : step.more) names.add(*inner);
    if (step.script->kind != ShellKind::exec) script(index, *step.script, names);
    for (const ScriptPtr& inner : step.more) script(index, *inner, names);
  }

 private:
  void script(uint32_t index, const Script& script, NamesSet& names) {
    for (const Expansion& expansion : script.expansions) {
      if (expansion.kind != ExpansionKind::variable) continue;
      const std::string_view name = script.name(expansion);
      if (!is_variable_name(name) || has_default(script, expansion) || names.holds(name)) continue;
      const Variable* arg = arg_named(index, name);
      if (!arg) continue;
      names.add(name);  // once is enough
      const Instruction& in = *script.in;
      Finding& finding = report_.add(
          Place{&in, expansion.span},
          fmt::format("`{}` is an ARG, and no build argument is left when {} runs: it is empty",
                      name, info(in.statement.keyword).name));
      finding.notes.push_back({arg->key, "declared for the build only"});
      if (!names_secret(name)) finding.fixes.push_back(keep_it(in, name, *arg));
    }
  }

  // An ARG of that name that holds here while no ENV does.
  const Variable* arg_named(uint32_t index, std::string_view name) const {
    bool unclear = false;
    const uint32_t stage = plan_.steps[index].stage;
    // What is set further down counts too: the command runs after all of it.
    const Variable* seen = definitions_.seen(stage, plan_.stages[stage].end, name, unclear);
    if (unclear || (seen && seen->kind == VariableKind::env)) return nullptr;
    if (!seen) seen = definitions_.global(name);
    return seen && seen->key.in ? seen : nullptr;
  }

  const Plan& plan_;
  Report& report_;
  Definitions definitions_;
};

void check(const Plan& plan, const Document& document, Report& report) {
  std::optional<Checker> checker;
  for (uint32_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    const Keyword keyword = document.instructions[i]->statement.keyword;
    if (!step.script || step.stage == none) continue;
    if (keyword != Keyword::cmd && keyword != Keyword::entrypoint &&
        keyword != Keyword::healthcheck)
      continue;
    if (step.script->expansions.empty() && step.more.empty()) continue;
    if (!checker) checker.emplace(plan, report);
    checker->instruction(i);
  }
}

}  // namespace

Rule arg_at_run_time() {
  return {
      .name = "arg-at-run-time",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Keep in ENV what CMD, ENTRYPOINT and HEALTHCHECK need of an ARG",
      .why = R"(
An ARG lives while the image is built. CMD, ENTRYPOINT and HEALTHCHECK run in a container, whose
environment holds only what ENV set and what `docker run --env` gives: there `$NAME` of an ARG is
empty. `ENV NAME=$NAME` carries the value over. Where the name is meant to be given by whoever runs
the container, the ARG is of no use; give it a default in the script: `${NAME:-8080}`.
)",
      .examples = {{
          {
              .bad = R"(
FROM eclipse-temurin:21-jre
ARG JAR_FILE=app.jar
COPY target/$JAR_FILE /srv/
ENTRYPOINT exec java -jar /srv/[|$JAR_FILE|]
)",
              .good = R"(
FROM eclipse-temurin:21-jre
ARG JAR_FILE=app.jar
COPY target/$JAR_FILE /srv/
ENV JAR_FILE=$JAR_FILE
ENTRYPOINT exec java -jar /srv/$JAR_FILE
)",
          },
          {
              .bad = R"(
ARG PORT=8080
FROM python:3.12-slim
HEALTHCHECK CMD python check.py --port "[|${PORT}|]" || exit 1
CMD ["sh", "-c", "exec gunicorn --bind :${PORT:-8080} app"]
)",
              .good = R"(
ARG PORT=8080
FROM python:3.12-slim
ARG PORT
ENV PORT=$PORT
HEALTHCHECK CMD python check.py --port "${PORT}" || exit 1
CMD ["sh", "-c", "exec gunicorn --bind :${PORT:-8080} app"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
