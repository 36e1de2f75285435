// Reports sudo in a build.
#include <string_view>
#include <vector>

#include "analysis/base_facts.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// `sudo program …` can do without; flags and settings of sudo need a thought.
bool is_bare(const Command& command) {
  if (command.words.size() < 2) return false;
  const std::string_view next = command.text(command.words[1]);
  return !next.starts_with('-') && next.find('=') == std::string_view::npos;
}

class Checker {
 public:
  Checker(const Plan& plan, Report& report) : plan_(plan), report_(report) {}

  void inspect(const Step& step, const Command& command) {
    if (command.words.empty()) return;
    const std::string_view name = command.name();
    if (name != "sudo" && (report_.as_hadolint() || !name.ends_with("/sudo"))) return;
    const Instruction& in = *command.script->in;
    const ShellWord& word = command.words[0];
    Finding& finding =
        report_.add({&in, word.span}, "a build needs no `sudo`: USER says who runs a command");
    const Span next = is_bare(command) ? command.words[1].span : word.span;
    // Also where the script was decoded.
    if (next.begin <= word.span.end || in.statement.trigger || !is_root_in(step)) return;
    finding.fixes.push_back(replace({&in, {word.span.begin, next.begin}}, "",
                                    "Run the command itself", Safety::unsafe));
  }

 private:
  bool is_root_in(const Step& step) {
    if (facts_.empty()) facts_ = base_facts(plan_);
    return runs_as_root(plan_, step, facts_);
  }

  const Plan& plan_;
  Report& report_;
  std::vector<BaseFacts> facts_;  // of all stages, once somebody asks
};

void check(const Plan& plan, const Document& document, Report& report) {
  Checker checker(plan, report);
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Step& step = plan.steps[i];
    const Instruction& in = *document.instructions[i];
    if (in.effective().keyword != Keyword::run || !step.script) continue;
    for (const Command& command : step.script->commands) checker.inspect(step, command);
    if (report.as_hadolint()) continue;
    for (const ScriptPtr& script : step.more) {
      for (const Command& command : script->commands) checker.inspect(step, command);
    }
  }
}

}  // namespace

Rule no_sudo() {
  return {
      .name = "no-sudo",
      .aliases = {"DL3004"},
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Switch with USER instead of sudo",
      .why = R"(
Commands of a build run as root until a USER says otherwise, so `sudo` is either superfluous or a
way around a USER. It leaves a setuid program in the image that makes a break-in worse, drops the
variables that ENV has set, and does not pass on signals. Write `USER root` before what needs root
and the other USER after it.
)",
      .examples = {{
          {
              .bad = R"(
FROM ubuntu:24.04
RUN [|sudo|] mkdir /data
)",
              .good = R"(
FROM ubuntu:24.04
RUN mkdir /data
)",
          },
          {
              .bad = R"(
FROM ubuntu:24.04
RUN apt-get update && \
    [|sudo|] \
    apt-get install -y jq
)",
              .good = R"(
FROM ubuntu:24.04
RUN apt-get update && \
    apt-get install -y jq
)",
          },
          {
              .bad = R"(
FROM ubuntu:24.04
RUN [|/usr/bin/sudo|] -u app npm ci
USER app
RUN [|sudo|] make install
)",
              .good = R"(
FROM ubuntu:24.04
USER app
RUN npm ci
USER root
RUN make install
USER app
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
