// Scripts: how they are made, and what rules ask about their commands.
#include "analysis/shell/script.h"

#include <utility>

#include "analysis/shell/callee.h"
#include "analysis/shell/parse.h"

namespace dflint {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Whether `word` is -…c…, one dash and letters up to that one.
bool bundles(std::string_view word, char c) {
  if (!word.starts_with('-')) return false;
  for (char letter : word.substr(1)) {
    if (letter == c) return true;
    if (!is_letter(letter)) return false;
  }
  return false;
}

}  // namespace

bool Command::is(std::string_view name, std::string_view subcommand) const {
  if (this->name() != name) return false;
  for (size_t i = 1; i < words.size(); ++i) {
    const std::string_view value = text(words[i]);
    if (!value.starts_with('-')) return value == subcommand;
  }
  return false;
}

bool Command::has_argument(std::string_view word) const {
  for (size_t i = 1; i < words.size(); ++i) {
    if (text(words[i]) == word) return true;
  }
  return false;
}

bool Command::has_flag(std::string_view flag) const {
  const bool is_long = flag.starts_with("--");
  for (size_t i = 1; i < words.size(); ++i) {
    const std::string_view value = text(words[i]);
    if (value == "--") return false;
    if (value == flag) return true;
    if (is_long && value.starts_with(flag) && value.substr(flag.size(), 1) == "=") return true;
    if (flag.size() == 2 && !is_long && bundles(value, flag[1])) return true;
  }
  return false;
}

std::vector<const ShellWord*> Command::operands(size_t skip) const {
  std::vector<const ShellWord*> found;
  for (const ShellWord& word : words) {
    if (text(word).starts_with('-')) continue;
    if (skip > 0) {
      --skip;
    } else {
      found.push_back(&word);
    }
  }
  return found;
}

namespace {

// Every span becomes that of the whole script.
void cover(Script& script) {
  const Span all = script.span;
  for (Command& command : script.commands) {
    command.span = all;
    for (ShellWord& word : command.words) word.span = all;
    for (Assignment& a : command.assignments) a.name_word.span = a.value.span = all;
    for (Redirection& r : command.redirections) r.span = r.target.span = all;
  }
  for (Expansion& expansion : script.expansions) expansion.span = expansion.name = all;
  for (Span& comment : script.comments) comment = all;
  for (ShellProblem& problem : script.problems) problem.span = all;
}

}  // namespace

ScriptPtr parse_script(ScriptSource source, const Shell& shell) {
  // Places in the text and in the values copied from it must fit into 32 bits.
  constexpr size_t most = size_t{1} << 26;
  auto script = std::make_shared<Script>();
  script->in = source.in;
  script->kind = shell.kind;
  script->dialect = shell.name;
  script->span = source.span;
  script->text = std::move(source.text);
  if (source.pieces.empty()) source.pieces.push_back({0, source.span.begin});
  script->pieces = std::move(source.pieces);
  script->opaque = source.opaque;
  if (shell.kind != ShellKind::posix || script->text.empty()) return script;
  if (script->text.size() > most) {
    script->problems.push_back({script->span, "the script is too long to be read"});
    return script;
  }
  shell::Parser(*script, script->pieces, source.external_heredocs).run();
  find_callees(*script);
  if (script->opaque) cover(*script);
  return script;
}

ScriptPtr exec_script(const Instruction& in, const std::vector<Word>& words) {
  auto script = std::make_shared<Script>();
  script->in = &in;
  script->kind = ShellKind::exec;
  if (words.empty()) return script;
  script->span = {words.front().span.begin, words.back().span.end};
  Command& command = script->commands.emplace_back();
  command.script = script.get();
  command.span = script->span;
  command.words.reserve(words.size());
  for (const Word& word : words) {
    if (!command.words.empty()) script->text += ' ';
    ShellWord& to = command.words.emplace_back();
    to.span = word.span;
    to.quoted = true;
    to.begin = uint32_t(script->text.size());
    script->text += in.value(word);
    to.end = uint32_t(script->text.size());
  }
  find_callees(*script);
  return script;
}

}  // namespace dflint
