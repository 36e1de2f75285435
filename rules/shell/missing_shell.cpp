// Reports scripts in images that have no shell to read them.
#include <fmt/core.h>

#include "analysis/keywords.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/shell/stage_tools.h"

namespace dflint {
namespace {

void report_one(const Instruction& in, std::string_view image, Report& report) {
  const Statement& statement = in.statement;
  report.add(
      Place{&in, statement.word.span},
      fmt::format("this {} needs a shell, and `{}` has none", info(statement.keyword).name, image));
}

// sh, bash … as the program of an exec form.
bool calls_shell(const Script& script) {
  if (script.kind != ShellKind::exec || script.commands.empty()) return false;
  std::string_view name = script.commands[0].name();
  name = name.substr(name.find_last_of('/') + 1);
  return lists("sh bash ash dash", name);
}

void check(const Plan& plan, const Document& document, Report& report) {
  StageWalk walk(plan, document);
  for (const Stage& stage : plan.stages) {
    ToolState& state = walk.enter(stage);
    if (state.image.system != System::bare) continue;
    for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
      const Instruction& in = *document.instructions[i];
      walk.instruction(in, state);
      // A RUN of an own program may bring a shell; what is copied may be one.
      if (in.statement.keyword == Keyword::shell) state.unclear = true;
      if (state.unclear || StageWalk::brings_shell(in)) break;
      const Step& step = plan.steps[i];
      if (!step.script || in.statement.keyword == Keyword::onbuild) continue;
      const bool exec = step.script->kind == ShellKind::exec;
      if (exec && !calls_shell(*step.script)) continue;
      // Meant as an array: that it is none is the mistake.
      if (!exec && in.source(in.statement.rest).starts_with('[')) continue;
      report_one(in, state.image_name, report);
    }
  }
}

}  // namespace

Rule missing_shell() {
  return {
      .name = "missing-shell",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Use the exec form in images without a shell",
      .why = R"(
`scratch` is empty and the distroless images hold no `/bin/sh`: whatever is written in shell form fails
there, RUN at once, CMD, ENTRYPOINT and HEALTHCHECK when the container starts. Write the program and its
arguments as a JSON array, do the work of RUN in another stage, or take the `:debug` image, which has
a shell.
)",
      .examples = {{
          {
              .bad = R"(
FROM scratch
COPY server /server
[|CMD|] /server --port 80
)",
              .good = R"(
FROM scratch
COPY server /server
CMD ["/server", "--port", "80"]
)",
          },
          {
              .bad = R"(
FROM gcr.io/distroless/base-debian12
COPY server /server
[|RUN|] chmod +x /server
[|ENTRYPOINT|] ["sh", "-c", "exec /server"]
)",
              .good = R"(
FROM gcr.io/distroless/base-debian12
COPY --chmod=755 server /server
ENTRYPOINT ["/server"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
