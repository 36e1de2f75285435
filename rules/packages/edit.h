// Commands put into the script of a RUN, or taken out of it.
#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/shell/script.h"
#include "rules/finding.h"

namespace dflint::system_packages {

// Lets the fix of a finding do what another one would too; replacements in order of the text.
inline void add_to_fix(Finding& finding, Fix other) {
  if (other.replacements.empty()) return;
  if (finding.fixes.empty()) {
    finding.fixes.push_back(std::move(other));
    return;
  }
  std::vector<Replacement>& all = finding.fixes.front().replacements;
  std::move(other.replacements.begin(), other.replacements.end(), std::back_inserter(all));
}

inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// What stands between the line's begin and `at`, as far as it is white space.
inline std::string_view indentation(std::string_view text, size_t at) {
  const size_t newline = text.rfind('\n', at);
  const size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  size_t end = begin;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) ++end;
  return text.substr(begin, end - begin);
}

// Whether something may be put behind the end of the script: it is the shell form of a RUN, all of
// it was understood, and its last line is code that goes on after success only.
inline bool may_append(const Script& script) {
  const Instruction& in = *script.in;
  if (in.effective().keyword != Keyword::run || in.effective().exec_form) return false;
  if (script.kind != ShellKind::posix || script.commands.empty() || script.has_functions ||
      !script.problems.empty())
    return false;
  const bool body = !in.heredocs.empty() && in.heredocs[0].body.begin <= script.span.begin;
  if (!in.heredocs.empty() && !body) return false;
  for (const Command& command : script.commands) {
    for (const Redirection& redirection : command.redirections) {
      if (redirection.op == "<<" || redirection.op == "<<-") return false;
    }
  }
  const std::string_view name = script.commands.back().name();
  return name != "exit" && name != "exec" && name != "return";
}

// Where the code of the script ends, or nothing where it ends in something else.
inline std::optional<uint32_t> end_of_code(const Script& script) {
  const Instruction& in = *script.in;
  uint32_t end = script.span.end;
  while (end > script.span.begin && is_blank(in.text[end - 1])) --end;
  if (end == script.span.begin) return {};
  const char last = in.text[end - 1];
  if (last == ';' || last == '&' || last == '|' || last == in.dialect.escape) return {};
  for (const Span& comment : script.comments) {
    if (comment.end >= end) return {};
  }
  for (const Span& comment : in.inner_comments) {
    if (comment.end >= end) return {};
  }
  return end;
}

// `&& command` behind the script, laid out as its other lines are.
inline std::optional<Replacement> appended(const Script& script, std::string_view command) {
  if (!may_append(script)) return {};
  const std::optional<uint32_t> end = end_of_code(script);
  if (!end) return {};
  const Instruction& in = *script.in;
  const std::string_view code = in.source({script.span.begin, *end});
  const size_t newline = code.find('\n');
  if (newline == std::string_view::npos || !in.heredocs.empty())
    return Replacement{{&in, {*end, *end}}, " && " + std::string(command)};

  // The last command of the list that begins a line shows the indentation.
  std::string_view indent = indentation(in.text, script.span.begin + newline + 1);
  for (const Command& previous : script.commands) {
    if (previous.join != Join::and_ && previous.join != Join::sequence) continue;
    if (previous.subshell > 0 || previous.substitution > 0 || previous.conditional) continue;
    const size_t line = in.text.rfind('\n', previous.span.begin);
    if (line == std::string::npos || line < script.span.begin) continue;
    indent = indentation(in.text, previous.span.begin);
  }
  const std::string_view before = code.substr(0, newline);
  const bool crlf = before.ends_with('\r');
  size_t operator_end = crlf ? before.size() - 1 : before.size();
  while (operator_end > 0 &&
         (before[operator_end - 1] == in.dialect.escape || is_blank(before[operator_end - 1])))
    --operator_end;
  const bool trailing = before.substr(0, operator_end).ends_with("&&");
  std::string text = trailing ? " && " : " ";
  text += in.dialect.escape;
  text += crlf ? "\r\n" : "\n";
  text += indent;
  if (!trailing) text += "&& ";
  text += command;
  return Replacement{{&in, {*end, *end}}, std::move(text)};
}

// Whether the command is a plain member of the script's outermost list.
inline bool in_outer_list(const Command& command) {
  return command.subshell == 0 && command.substitution == 0 && !command.conditional &&
         !command.in_loop && !command.in_function && !command.in_pipe && !command.negated &&
         command.script->kind == ShellKind::posix;
}

// The command taken out of a list of commands joined by && and ;. Nothing where it is the only one.
inline std::optional<Replacement> removed(const Command& command) {
  const Script& script = *command.script;
  if (!in_outer_list(command) || !script.problems.empty() || script.has_functions) return {};
  const auto joins = [](const Command& c) {
    return c.join == Join::and_ || c.join == Join::sequence;
  };
  if (command.join != Join::first && !joins(command)) return {};
  const size_t index = static_cast<size_t>(&command - script.commands.data());
  const Instruction* in = script.in;
  // What stands between must be the operator only: no brace, no comment.
  const auto only_operator = [&](uint32_t begin, uint32_t end) {
    const std::string_view text = in->source({begin, end});
    return std::all_of(text.begin(), text.end(), [&](char c) {
      return is_blank(c) || c == '&' || c == ';' || c == in->dialect.escape;
    });
  };
  if (index + 1 < script.commands.size()) {
    const Command& next = script.commands[index + 1];
    // Between two lines nothing hangs on whether it succeeded.
    const bool follows =
        next.join == Join::and_ || (next.join == Join::sequence && command.join != Join::and_);
    if (follows && in_outer_list(next) && next.span.begin > command.span.end &&
        only_operator(command.span.end, next.span.begin))
      return Replacement{{in, {command.span.begin, next.span.begin}}, {}};
    return {};
  }
  if (index == 0 || command.join != Join::and_) return {};
  const Command& previous = script.commands[index - 1];
  if (!in_outer_list(previous) || previous.span.end > command.span.begin ||
      !only_operator(previous.span.end, command.span.begin))
    return {};
  return Replacement{{in, {previous.span.end, command.span.end}}, {}};
}

}  // namespace dflint::system_packages
