// Reports commands that can do nothing useful while an image is built.
#include <algorithm>
#include <iterator>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool starts_service(const Command& command, const Callee& call) {
  const auto arguments = call.arguments();
  if (call.name == "systemctl") {
    return std::any_of(arguments.begin(), arguments.end(), [&](const ShellWord& word) {
      const std::string_view verb = command.text(word);
      return verb == "start" || verb == "restart" || verb == "reload" || verb == "daemon-reload";
    });
  }
  if (call.name != "service" || arguments.size() < 2) return false;
  const std::string_view verb = command.text(arguments[1]);
  return verb == "start" || verb == "restart" || verb == "reload";
}

void check(const Command& command, Report& report) {
  if (command.words.empty() || !is_of_run(*command.script)) return;
  if (report.as_hadolint()) {
    constexpr std::string_view names[] = {"free",     "kill", "mount", "ps", "service",
                                          "shutdown", "ssh",  "top",   "vim"};
    if (std::find(std::begin(names), std::end(names), command.name()) == std::end(names)) return;
    report.add(command.words[0],
               fmt::format("`{}` makes little sense in a container", command.name()));
    return;
  }
  const Callee call = callee(command);
  if (call.name.empty() || command.in_function) return;
  const ShellWord& word = call.words[0];
  constexpr std::string_view idle[] = {"shutdown", "reboot", "poweroff", "halt",
                                       "top",      "htop",   "free"};
  if (std::find(std::begin(idle), std::end(idle), call.name) != std::end(idle)) {
    report.add(word, fmt::format("`{}` does nothing useful in a build", call.name));
  } else if (starts_service(command, call)) {
    // What follows may well use a service that runs meanwhile.
    const bool is_last = &command == &command.script->commands.back();
    if (call.name == "service" && (!is_last || command.conditional)) return;
    if (call.name == "systemctl" && command.conditional) return;
    report.add(word, call.name == "service"
                         ? "the service ends with this RUN; it does not run in the container"
                         : "no systemd runs in a build, so `systemctl` cannot start anything");
  }
}

}  // namespace

Rule pointless_command() {
  return {
      .name = "pointless-command",
      .aliases = {"DL3001"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Leave out commands that have no effect in a build",
      .why = R"(
A layer keeps files, not processes. A service that the last command of a RUN starts is gone when the
layer is written; nothing of it runs in the container. `systemctl start` fails in a build because no
systemd runs there, and `shutdown`, `top` and the like ask for a machine that is not there. Start the
program in CMD or ENTRYPOINT instead.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN apt-get update && apt-get install -y nginx && [|service|] nginx start
)",
              .good = R"(
FROM debian:12
RUN apt-get update && apt-get install -y nginx
CMD ["nginx", "-g", "daemon off;"]
)",
          },
          {
              .bad = R"(
FROM fedora:42
RUN dnf -y install httpd && \
    [|systemctl|] start httpd
)",
              .good = R"(
FROM fedora:42
RUN dnf -y install httpd && \
    systemctl enable httpd
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN service mariadb start && mariadb < /srv/schema.sql && [|/sbin/shutdown|] now
)",
              .good = R"(
FROM debian:12
RUN service mariadb start && mariadb < /srv/schema.sql
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
