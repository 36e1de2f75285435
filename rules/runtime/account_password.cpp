// Reports passwords of accounts that a RUN sets.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool prints(const Command& command) { return command.is("echo") || command.is("printf"); }

// What `echo text |` hands to the command; nullptr where it is not written here.
const ShellWord* piped_text(const Command& command) {
  if (command.join != Join::pipe || &command == command.script->commands.data()) return nullptr;
  const Command& before = *(&command - 1);
  if (before.pipeline != command.pipeline || !prints(before)) return nullptr;
  for (size_t i = 1; i < before.words.size(); ++i) {
    if (!before.text(before.words[i]).starts_with('-')) return &before.words[i];
  }
  return nullptr;
}

// `<<< text`.
const ShellWord* here_text(const Command& command) {
  for (const Redirection& redirection : command.redirections) {
    if (redirection.op == "<<<") return &redirection.target;
  }
  return nullptr;
}

void check_chpasswd(const Command& command, Report& report) {
  const ShellWord* word = piped_text(command);
  if (!word) word = here_text(command);
  if (!word) return;
  const std::string_view text = command.text(*word);
  const size_t colon = text.find(':');
  // A variable hides it from here at least.
  if (colon == std::string_view::npos || text.find('$', colon) != std::string_view::npos) return;
  report.add(*word, fmt::format("the password of `{}` can be read in the image's history",
                                text.substr(0, colon)));
}

void check_passwd(const Command& command, std::span<const ShellWord> arguments, Report& report) {
  for (const ShellWord& word : arguments) {
    if (command.text(word) == "-d" || command.text(word) == "--delete") {
      report.add(word, "everybody may log in to this account without a password");
      return;
    }
  }
  const ShellWord* word = piped_text(command);
  if (!word) word = here_text(command);
  if (!word || word->expands || command.text(*word).empty()) return;
  report.add(*word, "the password can be read in the image's history");
}

// -p of useradd and usermod: what crypt() has made of a password.
void check_useradd(const Command& command, std::span<const ShellWord> arguments, Report& report) {
  for (size_t i = 0; i + 1 < arguments.size(); ++i) {
    const std::string_view flag = command.text(arguments[i]);
    if (flag != "-p" && flag != "--password") continue;
    const ShellWord& word = arguments[i + 1];
    const std::string_view value = command.text(word);
    // Those lock the account.
    if (value == "*" || value.starts_with('!') || value == "x") return;
    const bool made_here = value.find("passwd") != std::string_view::npos ||
                           value.find("crypt") != std::string_view::npos;
    if (word.expands && (!made_here || value.find('$', 1) != std::string_view::npos)) return;
    report.add(word, value.empty() ? "everybody may log in to this account without a password"
                                   : "the password can be read in the image's history");
    return;
  }
}

void check(const Command& command, Report& report) {
  if (command.words.empty() || !is_of_run(*command.script)) return;
  const Callee call = callee(command);
  if (call.name == "chpasswd") {
    check_chpasswd(command, report);
  } else if (call.name == "passwd") {
    check_passwd(command, call.arguments(), report);
  } else if (call.name == "useradd" || call.name == "usermod") {
    check_useradd(command, call.arguments(), report);
  }
}

}  // namespace

Rule account_password() {
  return {
      .name = "account-password",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Set no passwords of accounts in a build",
      .why = R"(
A password in a RUN stands in the Dockerfile, in `docker history` and, hashed, in the image: everyone
who can pull it has it, and all its containers share it. Containers rarely need one: nobody logs in,
and `docker exec -u` asks for none. Where a service wants one, hand it over when the container starts.
An empty password (`passwd -d`) lets every process of the container become that user with `su`.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN useradd -m admin && echo [|'admin:sesame'|] | chpasswd
)",
              .good = R"(
FROM debian:12
RUN useradd -m admin
)",
          },
          {
              .bad = R"(
FROM fedora:42
RUN useradd -m -p [|$(openssl passwd -6 sesame)|] admin && \
    echo [|sesame|] | sudo passwd --stdin root && \
    passwd [|-d|] operator
)",
              .good = R"(
FROM fedora:42
RUN useradd -m -p '!' admin && \
    passwd -l root && \
    echo "root:$PASSWORD" | chpasswd
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
