// Which program a command runs in the end: seen through sudo, env and the like.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/shell/script.h"

namespace dflint {

struct Callee {
  const Command* command = nullptr;
  std::string_view name;             // without directories; empty where there is none
  std::span<const ShellWord> words;  // from the name on; empty where there is none
  bool as_other_user = false;        // behind sudo, doas, gosu, su-exec, setpriv or runuser

  std::string_view text(size_t word) const { return command->text(words[word]); }
  std::span<const ShellWord> arguments() const { return words.subspan(words.empty() ? 0 : 1); }
  // The arguments that do not begin with `-`.
  std::vector<const ShellWord*> operands() const;
  // Where the name stands in the command.
  size_t at() const { return command->words.size() - words.size(); }
};

// Of `sudo -E /usr/bin/curl -k x`: curl. Of `sudo -s`, which runs nothing known: sudo.
Callee callee(const Command& command);
// The same through xargs too, which gives the program more arguments than stand here.
Callee callee_of_xargs(const Command& command);
// Finds both for each command of a script, once: every rule asks for them.
void find_callees(Script& script);
// The command's own first word as it is written, whatever that runs.
Callee literal_callee(const Command& command);

// Whether a flag stands among the words: "--flag", also as "--flag=value"; "-f", also in a bundle
// of letters such as "-qf".
bool has_flag(const Command& command, std::span<const ShellWord> words, std::string_view flag);

// sh, bash, dash …: what runs a script that it reads.
bool is_shell(std::string_view name);

// The script of a RUN, also behind ONBUILD, or one inside it.
inline bool is_of_run(const Script& script) {
  return script.in->effective().keyword == Keyword::run;
}

}  // namespace dflint
