// Reports links that put another shell in the place of /bin/sh.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool is_shell_path(std::string_view path) {
  const Shell shell = shell_named(path);
  return shell.kind == ShellKind::posix && shell.name != "sh" && shell.name != "busybox";
}

// Nothing but `rm /bin/sh` and the link: then SHELL says it all.
bool is_whole_run(const Script& script) {
  const Statement& statement = script.in->statement;
  if (statement.keyword != Keyword::run || statement.exec_form || !statement.flags.empty() ||
      !script.in->heredocs.empty())
    return false;
  return std::all_of(script.commands.begin(), script.commands.end(), [](const Command& command) {
    return command.is("ln") || (command.is("rm") && command.has_argument("/bin/sh")) ||
           (command.is("mv") && command.has_argument("/bin/sh"));
  });
}

void check(const Command& command, Report& report) {
  if (command.words.empty() || !is_of_run(*command.script)) return;
  const Callee call = report.as_hadolint() ? literal_callee(command) : callee(command);
  if (call.name != "ln") return;
  const ShellWord* link = nullptr;
  std::string_view shell;
  for (const ShellWord& word : call.arguments()) {
    const std::string_view text = command.text(word);
    if (text == "/bin/sh") link = &word;
    if (shell.empty() && is_shell_path(text) && !word.expands) shell = text;
  }
  if (!link || (!report.as_hadolint() && shell.empty())) return;
  Finding& finding =
      report.add(*link, "SHELL chooses the shell of a build; `/bin/sh` stays as it is");
  if (shell.empty() || !is_whole_run(*command.script)) return;
  const std::string path =
      shell.starts_with('/') ? std::string(shell) : fmt::format("/bin/{}", shell);
  finding.fixes.push_back(replace({command.script->in, command.script->in->body},
                                  fmt::format("SHELL [\"{}\", \"-c\"]", path), "Use SHELL",
                                  Safety::unsafe));
}

}  // namespace

Rule use_shell_instruction() {
  return {
      .name = "use-shell-instruction",
      .aliases = {"DL4005"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Choose the shell with SHELL instead of a link at /bin/sh",
      .why = R"(
A link at `/bin/sh` changes the shell of every script in the image, those of the system's packages
included, which are tested with the shell that was there; and the next update of the package puts the
old link back. `SHELL ["/bin/bash", "-c"]` changes what runs the instructions of the Dockerfile, and
nothing else.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN ln -sf /bin/bash [|/bin/sh|]
)",
              .good = R"(
FROM debian:12
SHELL ["/bin/bash", "-c"]
)",
          },
          {
              .bad = R"(
FROM ubuntu:24.04
RUN rm /bin/sh && \
    ln -s bash [|/bin/sh|]
RUN ln -s /bin/sh /usr/local/bin/shell
)",
              .good = R"(
FROM ubuntu:24.04
SHELL ["/bin/bash", "-c"]
RUN ln -s /bin/sh /usr/local/bin/shell
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
