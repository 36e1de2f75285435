// Reports users who may become root without a password.
#include <vector>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void inspect(const Script& script, Report& report) {
  if (script.text.find("NOPASSWD") == std::string::npos) return;
  for (const Command& command : script.commands) {
    if (command.is("grep")) continue;
    for (const ShellWord& word : command.words) {
      if (command.text(word).find("NOPASSWD") == std::string_view::npos) continue;
      report.add({script.in, word.span}, "whoever runs as that user is root as well");
      return;
    }
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  if (plan.stages.empty()) return;
  // Images that start nothing of their own are there for people and builds to work in.
  const Stage& last = plan.stages.back();
  if (last.cmd == none && last.entrypoint == none) return;
  const std::vector<bool> shipped = shipped_stages(plan);
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Step& step = plan.steps[i];
    if (document.instructions[i]->effective().keyword != Keyword::run || step.stage == none ||
        !shipped[step.stage] || !step.script)
      continue;
    inspect(*step.script, report);
    for (const ScriptPtr& script : step.more) inspect(*script, report);
  }
}

}  // namespace

Rule passwordless_sudo() {
  return {
      .name = "passwordless-sudo",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Give no user of the final image sudo without a password",
      .why = R"(
A USER other than root protects only while that user cannot become root. With `NOPASSWD` in
`/etc/sudoers` one command is enough, for an attacker too. Do what needs root in the build, or start
as root and give up the rights with `gosu` or `setpriv`. Images without CMD and ENTRYPOINT, made for
people or builds to work in, are left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN useradd -m app && \
    echo [|'app ALL=(ALL) NOPASSWD: ALL'|] > /etc/sudoers.d/app
USER app
CMD ["/usr/local/bin/worker"]
)",
              .good = R"(
FROM debian:12
RUN useradd -m app
USER app
CMD ["/usr/local/bin/worker"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
