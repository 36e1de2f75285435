// How to take words out of a command.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analysis/shell/script.h"
#include "rules/finding.h"

namespace dflint {

// Whether each word of the command has a place of its own: not so inside a JSON string.
inline bool has_places(const Command& command) {
  return command.script->kind == ShellKind::posix &&
         (command.words.size() < 2 || command.words[0].span != command.words[1].span);
}

// The word stands in the source as the shell sees it.
inline bool is_verbatim(const Command& command, const ShellWord& word) {
  return has_places(command) && command.script->in->source(word.span) == command.text(word);
}

// Takes out `count` words from `first` on, which is not the command's first, and the blanks before.
inline std::optional<Replacement> without_words(const Command& command, const ShellWord& first,
                                                size_t count = 1) {
  const auto at = static_cast<size_t>(&first - command.words.data());
  if (!has_places(command) || at == 0 || at + count > command.words.size()) return std::nullopt;
  const Instruction& in = *command.script->in;
  Span span{first.span.begin, command.words[at + count - 1].span.end};
  const Span before{command.words[at - 1].span.end, span.begin};
  const std::string_view blanks = in.dialect.escape == '`' ? " \t\r\n`" : " \t\r\n\\";
  if (before.begin <= before.end && in.source(before).find_first_not_of(blanks) == blanks.npos)
    span.begin = before.begin;
  else if (before.size() > 1 && in.source(before).ends_with(' ') &&
           blanks.find(in.text[span.begin - 2]) == blanks.npos)
    --span.begin;
  return Replacement{{&in, span}, {}};
}

}  // namespace dflint
