// Variables that a command is given: NAME=value before it, or as a word of what sets variables.
#pragma once

#include <string_view>

#include "analysis/shell/script.h"

namespace dflint {

// Calls visit(name, value, span of both in the source): of `NAME=value go build`, and of what
// export, env, sudo and `go env -w` are given.
template <typename Visit>
void visit_given_variables(const Command& command, Visit visit) {
  for (const Assignment& assignment : command.assignments) {
    visit(assignment.name, command.text(assignment.value),
          Span{assignment.name_word.span.begin, assignment.value.span.end});
  }
  const std::string_view name = command.name();
  if (name != "export" && name != "env" && name != "sudo" && name != "go") return;
  for (const ShellWord& word : command.words) {
    const std::string_view text = command.text(word);
    const size_t equals = text.find('=');
    if (equals == text.npos) continue;
    visit(text.substr(0, equals), text.substr(equals + 1), word.span);
  }
}

}  // namespace dflint
