// Reports pipes whose first part may fail without anybody noticing.
#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include <fmt/core.h>

#include "analysis/base_facts.h"
#include "analysis/shell/callee.h"
#include "rules/new_line.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

template <size_t n>
bool one_of(std::string_view text, const std::string_view (&list)[n]) {
  return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

// What only prints or rearranges text: its failure says nothing.
bool is_harmless(const Command& command) {
  constexpr std::string_view names[] = {"",
                                        ":",
                                        "[",
                                        "[[",
                                        "arch",
                                        "awk",
                                        "basename",
                                        "cat",
                                        "cut",
                                        "date",
                                        "dirname",
                                        "dpkg",
                                        "dpkg-architecture",
                                        "dpkg-query",
                                        "echo",
                                        "egrep",
                                        "env",
                                        "false",
                                        "fgrep",
                                        "find",
                                        "gawk",
                                        "getent",
                                        "grep",
                                        "head",
                                        "hostname",
                                        "id",
                                        "jq",
                                        "ldd",
                                        "lddtree",
                                        "locale",
                                        "ls",
                                        "lsb_release",
                                        "md5sum",
                                        "nproc",
                                        "printenv",
                                        "printf",
                                        "ps",
                                        "pwd",
                                        "rev",
                                        "rpm",
                                        "scanelf",
                                        "sed",
                                        "seq",
                                        "set",
                                        "sha1sum",
                                        "sha256sum",
                                        "sha512sum",
                                        "sort",
                                        "stat",
                                        "strings",
                                        "tac",
                                        "tail",
                                        "tee",
                                        "test",
                                        "tr",
                                        "true",
                                        "uname",
                                        "uniq",
                                        "wc",
                                        "which",
                                        "whoami",
                                        "xxd",
                                        "yes"};
  const Callee call = callee(command);
  if (one_of(call.name, names)) return true;
  // Of `dotnet --version` and `dpkg --print-architecture`, too.
  const auto arguments = call.arguments();
  return arguments.size() == 1 && (command.text(arguments[0]).ends_with("version") ||
                                   command.text(arguments[0]).starts_with("--print"));
}

// Stops to read early: with pipefail the part before it would seem to fail.
bool stops_early(const Command& command) {
  const Callee call = callee(command);
  return call.name == "head" || call.name == "true" || call.name == "more" ||
         (call.name == "grep" && has_flag(command, call.arguments(), "-m"));
}

// Fails itself where nothing comes: at the end of a pipe somebody notices.
bool notices(const Command& command) {
  constexpr std::string_view names[] = {"grep",      "egrep",     "fgrep", "sha1sum",
                                        "sha256sum", "sha512sum", "md5sum"};
  return !command.piped_to_next && one_of(callee(command).name, names);
}

bool names_pipefail(const Command& command) { return command.has_argument("pipefail"); }

bool shell_sets_pipefail(const Instruction& shell) {
  const Statement& statement = shell.effective();
  return std::any_of(statement.args.begin(), statement.args.end(), [&](const Word& word) {
    return shell.value(word).find("pipefail") != std::string_view::npos;
  });
}

// Finds the first pipe of a script that hides a failure.
class Pipes {
 public:
  explicit Pipes(const Script& script) : script_(script) {}

  const Command* find() {
    if (!script_.has_pipe || script_.kind != ShellKind::posix) return nullptr;
    if (script_.text.starts_with("#!") &&
        script_.text.substr(0, script_.text.find('\n')).find("pipefail") != std::string::npos)
      return nullptr;
    bool on = false;
    for (size_t i = 0; i < script_.commands.size(); ++i) {
      const Command& command = script_.commands[i];
      if (command.substitution == 0) outer_ = &command;
      if ((command.is("set") || command.is("shopt")) && names_pipefail(command)) {
        on = !command.has_argument("+o") && !command.has_argument("-u");
      }
      if (!on && hides(i)) return &command;
    }
    return nullptr;
  }

 private:
  bool hides(size_t i) const {
    const Command& command = script_.commands[i];
    if (!command.piped_to_next || is_harmless(command)) return false;
    // A substitution counts where it is all of an assignment: elsewhere its status is lost anyhow.
    if (command.substitution > 1) return false;
    if (command.substitution == 1 &&
        !(outer_ && outer_->words.empty() && command.span.begin < outer_->span.end))
      return false;
    // Longer pipes are not written by people.
    const size_t end = std::min(script_.commands.size(), i + 64);
    for (size_t j = i + 1; j < end; ++j) {
      const Command& next = script_.commands[j];
      if (next.substitution != command.substitution) continue;
      if (next.pipeline == command.pipeline) {
        if (next.join == Join::pipe && (stops_early(next) || notices(next))) return false;
        continue;
      }
      if (next.join == Join::first) continue;
      return next.join != Join::or_ || !(next.is("true") || next.is(":") || next.is("echo"));
    }
    return true;
  }

  const Script& script_;
  const Command* outer_ = nullptr;  // outside of substitutions
};

// hadolint: whatever is piped, where no SHELL of this very stage says pipefail.
bool accepts_as_hadolint(const Instruction& shell) {
  const Statement& statement = shell.statement;
  if (statement.args.empty()) return false;
  const std::string_view program = shell.value(statement.args[0]);
  if (program.starts_with("pwsh") || program.starts_with("powershell") ||
      program.starts_with("cmd"))
    return true;
  constexpr std::string_view shells[] = {"/bin/bash", "/bin/zsh", "/bin/ash", "bash", "zsh", "ash"};
  if (!one_of(program, shells)) return false;
  const auto has = [&](auto test) {
    return std::any_of(statement.args.begin() + 1, statement.args.end(),
                       [&](const Word& word) { return test(shell.value(word)); });
  };
  return has([](std::string_view word) { return word == "pipefail"; }) &&
         has([](std::string_view word) {
           return word.starts_with('-') && !word.starts_with("--") &&
                  word.find('o') != std::string_view::npos;
         });
}

bool pipes_as_hadolint(const Instruction& in, const Script& script) {
  ScriptPtr other;
  const Script* read = &script;
  if (script.kind != ShellKind::posix) {
    if (script.text.find('|') == std::string::npos) return false;
    ScriptSource source;
    source.in = &in;
    source.text = script.text;
    source.span = script.span;
    source.opaque = true;
    other = parse_script(std::move(source), Shell{});
    read = other.get();
    if (!read->problems.empty()) return false;
  }
  if (!read->has_pipe) return false;
  if (in.heredocs.empty() || read->span == in.heredocs[0].body) return true;
  return std::any_of(read->commands.begin(), read->commands.end(), [&](const Command& command) {
    return command.join == Join::pipe && command.span.begin < in.heredocs[0].marker.begin;
  });
}

void check_as_hadolint(const Plan& plan, const Document& document, Report& report) {
  bool accepted = false;
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Keyword keyword = in.statement.keyword;
    if (keyword == Keyword::from) accepted = false;
    if (keyword == Keyword::shell) accepted = accepts_as_hadolint(in);
    if (keyword != Keyword::run || accepted || !plan.steps[i].script) continue;
    if (!pipes_as_hadolint(in, *plan.steps[i].script)) continue;
    report.add({&in, in.statement.word.span}, "the RUN pipes and no SHELL sets pipefail");
  }
}

// Runs over the RUNs of a plan in order.
class Check {
 public:
  Check(const Plan& plan, const Document& document, Report& report)
      : plan_(plan), document_(document), report_(report) {}

  void run() {
    for (size_t i = 0; i < document_.instructions.size(); ++i) {
      const Step& step = plan_.steps[i];
      const Instruction& in = *document_.instructions[i];
      if (in.effective().keyword != Keyword::run || !step.script || step.stage == none) continue;
      if (step.stage != stage_) stage_ = step.stage, mended_ = false, feeds_yes_.reset();
      const bool set =
          step.shell != none && shell_sets_pipefail(*document_.instructions[step.shell]);
      if (!set) inspect(step, *step.script, in);
      const auto& commands = step.script->commands;
      if (std::any_of(commands.begin(), commands.end(), names_pipefail)) continue;
      for (const ScriptPtr& script : step.more) inspect(step, *script, in);
    }
  }

 private:
  void inspect(const Step& step, const Script& script, const Instruction& in) {
    const Command* command = Pipes(script).find();
    if (!command) return;
    const Callee call = callee(*command);
    Finding& finding = report_.add(
        {&in, call.words[0].span},
        fmt::format("the build goes on where `{}` fails: only the last part of a pipe counts",
                    call.name));
    if (&script == step.script.get() && !in.statement.trigger) mend(step, script, finding);
  }

  // `yes | program` ends by a signal, which pipefail takes for a failure.
  static bool feeds_yes(const Script& script) {
    return std::ranges::any_of(script.commands, [](const Command& command) {
      return command.piped_to_next && callee(command).name == "yes";
    });
  }

  bool stage_feeds_yes(uint32_t index) const {
    const Stage& stage = plan_.stages[index];
    for (uint32_t i = stage.first; i < stage.end; ++i) {
      const Step& step = plan_.steps[i];
      if (step.script && feeds_yes(*step.script)) return true;
    }
    return false;
  }

  void mend(const Step& step, const Script& script, Finding& finding) {
    if (mended_) return;  // with the first one
    if (facts_.empty()) facts_ = base_facts(plan_);
    const BaseFacts facts = facts_[step.stage];
    const Instruction& in = *script.in;
    // Most fixes change the shell of the whole stage.
    if (!feeds_yes_) feeds_yes_ = stage_feeds_yes(step.stage);
    if (*feeds_yes_) return;
    if (step.shell != none) return mend_shell(*document_.instructions[step.shell], finding);
    if (facts.bash && script.dialect == "sh" && in.heredocs.empty()) {
      Replacement line = line_above(in, "SHELL", R"(["/bin/bash", "-o", "pipefail", "-c"])");
      finding.fixes.push_back(replace(line.place, std::move(line.text),
                                      "Let the shell be bash with pipefail", Safety::unsafe));
      mended_ = true;
    } else if ((facts.busybox && script.dialect == "sh") || script.dialect == "bash") {
      if (script.text.starts_with('#')) return;
      const bool body = !in.heredocs.empty() && script.span == in.heredocs[0].body;
      if (body && in.heredocs[0].chomp) return;
      if (!body && !in.heredocs.empty()) return;
      finding.fixes.push_back(replace({&in, {script.span.begin, script.span.begin}},
                                      body ? "set -o pipefail\n" : "set -o pipefail && ",
                                      "Set pipefail", Safety::unsafe));
    }
  }

  // ["/bin/bash", "-c"] gets the option.
  void mend_shell(const Instruction& shell, Finding& finding) {
    const Statement& statement = shell.statement;
    if (statement.keyword != Keyword::shell || !statement.exec_form) return;
    if (statement.args.size() != 2) return;
    constexpr std::string_view shells[] = {"bash", "zsh", "ash"};
    if (!one_of(shell_named(shell.value(statement.args[0])).name, shells)) return;
    const std::string_view flag = shell.value(statement.args[1]);
    if (!flag.starts_with('-') || !flag.ends_with('c')) return;
    const uint32_t at = statement.args[1].span.begin;
    finding.fixes.push_back(replace({&shell, {at, at}}, R"("-o", "pipefail", )",
                                    "Give the shell `-o pipefail`", Safety::unsafe));
    mended_ = true;
  }

  const Plan& plan_;
  const Document& document_;
  Report& report_;
  std::vector<BaseFacts> facts_;  // of all stages, once a fix asks for them
  uint32_t stage_ = none;
  std::optional<bool> feeds_yes_;  // the stage, once a fix asks
  bool mended_ = false;            // a fix changes the shell of the whole stage
};

void check(const Plan& plan, const Document& document, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(plan, document, report);
  Check(plan, document, report).run();
}

}  // namespace

Rule pipefail() {
  return {
      .name = "pipefail",
      .aliases = {"DL4006"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Set pipefail before a pipe whose first part may fail",
      .why = R"(
A shell takes the status of a pipe from its last part. Where `curl` of `curl … | tar xz` or
`curl … | sh` fails, the build may go on with half a file or with nothing, and the layer is cached.
With `set -o pipefail`, or with `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` for all that follows,
the pipe fails with any of its parts. bash, zsh and the shell of Alpine know the option, the `sh` of
Debian and Ubuntu did not before 2024.

Pipes that begin with `echo`, `cat` and the like are left alone, and those into `head` or `grep -q`,
which stop reading and would make the part before them fail.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN echo ready | tee /ready
# the tool
RUN [|curl|] -fsSL https://example.com/tool.tgz | tar -xz -C /opt
RUN [|wget|] -qO- https://example.com/install | sh
)",
              .good = R"(
FROM debian:12
RUN echo ready | tee /ready
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# the tool
RUN curl -fsSL https://example.com/tool.tgz | tar -xz -C /opt
RUN wget -qO- https://example.com/install | sh
)",
          },
          {
              .bad = R"(
FROM alpine:3.22
RUN apk add --no-cache jq && \
    [|wget|] -qO- https://example.com/versions | jq -r .latest > /version
)",
              .good = R"(
FROM alpine:3.22
RUN set -o pipefail && apk add --no-cache jq && \
    wget -qO- https://example.com/versions | jq -r .latest > /version
)",
          },
          {
              .bad = R"(
FROM registry.example.com/base:1 AS base
SHELL ["/bin/bash", "-c"]
RUN [|make|] report | gzip > /report.gz

FROM base
RUN set -eo pipefail; make all | gzip > /all.gz
)",
              .good = R"(
FROM registry.example.com/base:1 AS base
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN make report | gzip > /report.gz

FROM base
RUN set -eo pipefail; make all | gzip > /all.gz
)",
          },
          {
              .bad = R"(
FROM fedora:42
RUN <<EOF
#!/bin/bash -e
version=$([|curl|] -s https://example.com/versions | cut -d. -f1)
dnf -y install "tool-$version"
EOF
)",
              .good = R"(
FROM fedora:42
RUN <<EOF
#!/bin/bash -eo pipefail
version=$(curl -s https://example.com/versions | cut -d. -f1)
dnf -y install "tool-$version"
EOF
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
