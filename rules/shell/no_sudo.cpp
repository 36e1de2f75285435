// Reports sudo in a build.
#include "analysis/shell/callee.h"
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

void check(const Command& command, Report& report) {
  if (command.words.empty() || !is_of_run(*command.script)) return;
  const std::string_view name = command.name();
  if (name != "sudo" && (report.as_hadolint() || !name.ends_with("/sudo"))) return;
  const ShellWord& word = command.words[0];
  Finding& finding = report.add(word, "a build needs no `sudo`: USER says who runs a command");
  const Span next = is_bare(command) ? command.words[1].span : word.span;
  if (next.begin <= word.span.end) return;  // also where the script was decoded
  finding.fixes.push_back(replace({command.script->in, {word.span.begin, next.begin}}, "",
                                  "Run the command itself", Safety::unsafe));
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
ONBUILD RUN [|sudo|] make install
)",
              .good = R"(
FROM ubuntu:24.04
RUN apt-get update && \
    apt-get install -y jq
ONBUILD RUN make install
)",
          },
          {
              .bad = R"(
FROM ubuntu:24.04
RUN [|/usr/bin/sudo|] -u app npm ci
)",
              .good = R"(
FROM ubuntu:24.04
USER app
RUN npm ci
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
