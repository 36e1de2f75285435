// A shell script as the list of commands that it is, for refactorings of RUN.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/shell/script.h"

namespace dflint {

// One part of the outermost list of a script: a pipeline, which may hold loops and the like.
struct ChainPart {
  uint32_t begin = 0, end = 0;  // in Script::text, without blanks around
  Join join = Join::first;      // to the part before it
  Span source;                  // the same in the instruction's source
};

struct Chain {
  std::vector<ChainPart> parts;  // empty where the script is not understood as a whole
  bool open_end = false;         // a `;` or `&` behind the last part
};

// Precondition: the script is of a POSIX shell.
Chain chain_of(const Script& script);

// Whether all parts are joined by &&.
bool only_and(const Chain& chain);

// The commands of the script that belong to a part.
std::vector<const Command*> commands_of(const Script& script, const ChainPart& part);

// Whether a later part may notice that this one ran in the same shell: it changes the directory,
// a variable, an option, or leaves something running.
bool leaves_traces(const Script& script, const ChainPart& part);

// Whether nothing of the part is nested but substitutions: simple commands, joined by | and ||.
bool is_flat(const Script& script, const ChainPart& part);

// Every command with its words, assignments and redirections as text, to be compared.
std::vector<std::string> command_texts(const Script& script);

}  // namespace dflint
