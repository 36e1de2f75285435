// Finds commands that are nothing but words.
#include "analysis/shell/plain_words.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace dflint {
namespace {

// What only a shell can do, or what a shell does in another way than the program of that name.
bool is_builtin(std::string_view name) {
  constexpr std::string_view builtins[] = {
      ".",     ":",    "[[",     "alias", "bg",      "builtin", "cd",    "command", "eval",
      "exec",  "exit", "export", "fg",    "jobs",    "let",     "read",  "set",     "shift",
      "shopt", "time", "trap",   "type",  "typeset", "ulimit",  "umask", "unset",   "wait"};
  return name == "source" ||
         std::find(std::begin(builtins), std::end(builtins), name) != std::end(builtins);
}

bool is_plain(const Script& script, const ShellWord& word) {
  if (word.expands || word.glob) return false;
  const std::string_view value = script.value(word);
  // A brace may be an expansion of bash.
  if (!word.quoted && value.find_first_of("~{") != std::string_view::npos) return false;
  return std::none_of(value.begin(), value.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == 0x7F;
  });
}

}  // namespace

std::span<const ShellWord> plain_words(const Script& script) {
  if (script.kind != ShellKind::posix || script.commands.size() != 1 || !script.problems.empty() ||
      !script.comments.empty() || !script.in->inner_comments.empty())
    return {};
  const Command& command = script.commands[0];
  // A background `&`, `!`, braces: anything beyond the words.
  if (command.words.empty() || !command.assignments.empty() || !command.redirections.empty() ||
      command.negated || command.in_function || command.span != script.span)
    return {};
  std::span<const ShellWord> words = command.words;
  if (command.name() == "exec") words = words.subspan(1);
  if (words.empty() || is_builtin(command.text(words[0])) ||
      command.text(words[0]).starts_with('-'))
    return {};
  const bool plain = std::all_of(words.begin(), words.end(),
                                 [&](const ShellWord& word) { return is_plain(script, word); });
  return plain ? words : std::span<const ShellWord>();
}

}  // namespace dflint
