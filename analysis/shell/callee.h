// Which program a command runs in the end: seen through sudo, env and the like.
#pragma once

#include <span>
#include <string_view>

#include "analysis/shell/script.h"

namespace dflint {

struct Callee {
  size_t word = 0;             // the index of its name; the number of words where there is none
  std::string_view name;       // without directories; empty where there is none
  bool as_other_user = false;  // behind sudo, doas, gosu, su-exec, setpriv or runuser

  // The words behind the name. `command` is the one asked for.
  std::span<const ShellWord> arguments(const Command& command) const {
    return std::span(command.words).subspan(name.empty() ? command.words.size() : word + 1);
  }
};

// Of `sudo -E /usr/bin/curl -k x`: curl. Of `sudo -s`, which runs nothing known: sudo.
Callee callee(const Command& command);

// Whether a flag stands among the words: "--flag", also as "--flag=value"; "-f", also in a bundle
// of letters such as "-qf".
bool has_flag(const Command& command, std::span<const ShellWord> words, std::string_view flag);

// The script of a RUN, also behind ONBUILD, or one inside it.
inline bool is_of_run(const Script& script) {
  return script.in->effective().keyword == Keyword::run;
}

}  // namespace dflint
