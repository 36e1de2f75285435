// A script as text, for tests: a line for each command and each problem.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "analysis/shell/script.h"

namespace dflint {

// Parses `text` as it would stand alone in a source.
inline ScriptPtr parse_shell(std::string text, std::string_view shell = "bash") {
  ScriptSource source;
  source.span = {0, uint32_t(text.size())};
  source.pieces = {{0, 0}};
  source.text = std::move(text);
  return parse_script(std::move(source), shell_named(shell));
}

// Values are written bare where nothing is special about them; otherwise 'value' with a letter for
// each flag: q quoted, x expands, g glob.
inline std::string dump(const Script& script, const ShellWord& word) {
  std::string flags;
  if (word.quoted) flags += 'q';
  if (word.expands) flags += 'x';
  if (word.glob) flags += 'g';
  const std::string_view value = script.value(word);
  if (flags.empty() && !value.empty()) return std::string(value);
  return fmt::format("'{}'{}", value, flags);
}

// name arg A=value >target, led by what joins it and followed by where it stands.
inline std::string dump(const Script& script, const Command& command) {
  constexpr std::string_view joins[] = {"first", "and", "or", "next", "background", "pipe"};
  std::string out = std::string(joins[size_t(command.join)]) + ":";
  for (const Assignment& it : command.assignments) {
    out += fmt::format(" {}{}{}", it.name, it.append ? "+=" : "=", dump(script, it.value));
  }
  for (const ShellWord& word : command.words) out += " " + dump(script, word);
  for (const Redirection& it : command.redirections) {
    out += fmt::format(" {}{} {}", it.fd < 0 ? "" : fmt::format("{}", it.fd), it.op,
                       dump(script, it.target));
  }
  if (command.negated) out += " #not";
  if (command.in_pipe) out += " #pipe";
  if (command.piped_to_next) out += " #piped";
  if (command.conditional) out += " #conditional";
  if (command.in_loop) out += " #loop";
  if (command.in_function) out += " #function";
  if (command.subshell > 0) out += fmt::format(" #subshell{}", command.subshell);
  if (command.substitution > 0) out += fmt::format(" #substitution{}", command.substitution);
  return out;
}

// `source` is what spans count in.
inline std::string dump(const Script& script, std::string_view source) {
  std::string out;
  for (const Command& command : script.commands) out += dump(script, command) + "\n";
  for (const ShellProblem& it : script.problems) {
    out += fmt::format("{}-{} <{}> {}\n", it.span.begin, it.span.end,
                       source.substr(it.span.begin, it.span.size()), it.message);
  }
  return out;
}

}  // namespace dflint
