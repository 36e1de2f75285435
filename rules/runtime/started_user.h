// Whether what a container starts begins as root on purpose and goes on as somebody else.
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

#include "analysis/plan.h"
#include "analysis/shell/callee.h"

namespace dflint {

// The command changes the user itself, or is an init or a server that does.
inline bool changes_user(const Command& command) {
  constexpr std::string_view programs[] = {
      "gosu",    "su-exec",        "setpriv", "runuser", "su",   "sudo",
      "init",    "s6-svscan",      "systemd", "my_init", "sshd", "supervisord",
      "dockerd", "supervisord.sh", "chroot",  "crond",   "cron", "apache2-foreground",
      "php-fpm", "nginx",          "httpd"};
  return callee(command).as_other_user ||
         std::any_of(command.words.begin(), command.words.end(), [&](const ShellWord& word) {
           const std::string_view path = command.text(word);
           return std::find(std::begin(programs), std::end(programs),
                            path.substr(path.rfind('/') + 1)) != std::end(programs);
         });
}

// Of ENTRYPOINT and CMD at the end of the stage.
inline bool starts_another_user(const Plan& plan, const Stage& stage) {
  for (uint32_t i : {stage.entrypoint, stage.cmd}) {
    if (i == none || !plan.steps[i].script) continue;
    const std::vector<Command>& commands = plan.steps[i].script->commands;
    if (std::any_of(commands.begin(), commands.end(), changes_user)) return true;
  }
  return false;
}

}  // namespace dflint
