// Which shell a program is, by its name.
#include <algorithm>
#include <iterator>

#include "analysis/shell/script.h"

namespace dflint {

Shell shell_named(std::string_view program) {
  constexpr std::string_view posix[] = {"sh",  "bash", "dash", "ash",
                                        "ksh", "mksh", "zsh",  "busybox"};
  const size_t slash = program.find_last_of("/\\");
  if (slash != program.npos) program.remove_prefix(slash + 1);
  Shell shell;
  shell.name = program;
  for (char& c : shell.name) {
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  }
  if (shell.name.ends_with(".exe")) shell.name.resize(shell.name.size() - 4);
  if (std::find(std::begin(posix), std::end(posix), shell.name) != std::end(posix)) {
    shell.kind = ShellKind::posix;
  } else if (shell.name == "pwsh" || shell.name == "powershell") {
    shell.kind = ShellKind::powershell;
  } else {
    shell.kind = shell.name == "cmd" ? ShellKind::cmd : ShellKind::other;
  }
  return shell;
}

}  // namespace dflint
