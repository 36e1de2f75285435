// Which paths the commands of a script write, as far as their words tell for certain.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "analysis/shell/callee.h"
#include "rules/working_directory.h"

namespace dflint {

// Calls visit(command, word, path) for each word that names what is written; the path is clean and
// absolute.
template <typename Visit>
void for_each_written_path(const Plan& plan, const Step& step, const Script& script, Visit visit) {
  if (script.kind != ShellKind::posix && script.kind != ShellKind::exec) return;
  bool moved = false;
  for (const Command& command : script.commands) {
    moved |= command.is("cd") || command.is("pushd");
    if (command.in_function) continue;
    const auto tell = [&](const ShellWord& word) {
      const std::string_view text = command.text(word);
      if (word.expands || word.glob || text.starts_with('~')) return;
      if (moved && !text.starts_with('/')) return;
      const std::string path = absolute_path(text, plan, step);
      if (path.size() > 1) visit(command, word, path);
    };
    for (const Redirection& redirection : command.redirections) {
      if (redirection.op == ">" || redirection.op == ">>" || redirection.op == ">|" ||
          redirection.op == "&>" || redirection.op == "&>>")
        tell(redirection.target);
    }
    if (command.words.size() < 2) continue;
    const Callee call = callee(command);
    const bool last =
        call.name == "cp" || call.name == "mv" || call.name == "install" || call.name == "ln";
    const bool owners = call.name == "chown" || call.name == "chmod" || call.name == "chgrp";
    if (!last && !owners && call.name != "mkdir" && call.name != "touch" && call.name != "tee")
      continue;
    if (last) {
      // With these the last word is something else.
      if (has_flag(command, call.words, "-t") || has_flag(command, call.words, "-d") ||
          call.words.size() < 3)
        continue;
      tell(call.words.back());
      continue;
    }
    size_t skip = owners ? 1 : 0;
    for (size_t i = 1; i < call.words.size(); ++i) {
      const std::string_view text = call.text(i);
      if (text == "-m" || text == "--mode") {
        ++i;
      } else if (!text.starts_with('-') && skip > 0) {
        --skip;
      } else if (!text.starts_with('-')) {
        tell(call.words[i]);
      }
    }
  }
}

}  // namespace dflint
