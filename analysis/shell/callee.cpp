// Programs that run the program named behind their own flags.
#include "analysis/shell/callee.h"

#include <algorithm>
#include <iterator>

#include "analysis/word_filter.h"

namespace dflint {
namespace {

struct Wrapper {
  std::string_view name;
  std::string_view valued = {};  // the letters of its flags that take the next word
  size_t own_arguments = 0;      // words of its own before the program
  bool as_other_user = false;
};

constexpr Wrapper wrappers[] = {
    {"sudo", "CDghpRrTtUu", 0, true},
    {"doas", "Cu", 0, true},
    {"gosu", "", 1, true},
    {"su-exec", "", 1, true},
    {"runuser", "gGu", 0, true},
    {"setpriv", "", 0, true},
    {"env", "CSu"},
    {"command"},
    {"exec", "a"},
    {"builtin"},
    {"busybox"},
    {"nohup"},
    {"nice", "n"},
    {"ionice", "cn"},
    {"time", "fo"},
    {"timeout", "ks", 1},
    {"retry"},
    {"setarch", "", 1},
    {"eatmydata"},
    {"corepack"},
    {"tini", "ep"},
    {"dumb-init", "r"},
    {"xargs", "aEIdLnPs"},
};

constexpr WordFilter wrapper_filter = filter_of(wrappers, &Wrapper::name);

const Wrapper* wrapper_named(std::string_view name) {
  if (!wrapper_filter.may_hold(name)) return nullptr;
  const auto* found = std::find_if(std::begin(wrappers), std::end(wrappers),
                                   [&](const Wrapper& wrapper) { return wrapper.name == name; });
  return found == std::end(wrappers) ? nullptr : found;
}

bool is_assignment(std::string_view word) {
  const size_t equals = word.find('=');
  return equals != std::string_view::npos && equals > 0;
}

// Where the wrapped program's name stands; the number of words where there is none.
size_t behind(const Command& command, size_t at, const Wrapper& wrapper) {
  size_t own = wrapper.own_arguments;
  for (; at < command.words.size(); ++at) {
    const std::string_view word = command.text(command.words[at]);
    if (word == "--") return at + 1;
    if (word.starts_with('-')) {
      // The last letter of a bundle: sudo -Hu user.
      const bool takes = word.size() > 1 && word[1] != '-' &&
                         wrapper.valued.find(word.back()) != std::string_view::npos;
      if (takes) ++at;
    } else if (own > 0) {
      --own;
    } else if (!is_assignment(word)) {
      return at;
    }
  }
  return command.words.size();
}

void find(Command& command) {
  CalleeAt found;
  bool behind_xargs = false;
  // Each turn goes past a word.
  while (true) {
    const ShellWord& word = command.words[found.word];
    const std::string_view path = command.text(word);
    const std::string_view name = path.substr(path.rfind('/') + 1);
    found.name = word.end - static_cast<uint32_t>(name.size());
    if (!behind_xargs) command.callee = found;
    command.callee_of_xargs = found;
    const Wrapper* wrapper = wrapper_named(name);
    if (!wrapper) return;
    behind_xargs |= name == "xargs";
    const size_t next = behind(command, found.word + 1, *wrapper);
    if (next >= command.words.size()) return;
    found.as_other_user |= wrapper->as_other_user;
    found.word = static_cast<uint32_t>(next);
  }
}

Callee callee_at(const Command& command, const CalleeAt& at) {
  if (command.words.empty()) return {&command, {}, {}};
  return {&command, command.script->bytes(at.name, command.words[at.word].end),
          std::span(command.words).subspan(at.word), at.as_other_user};
}

}  // namespace

std::vector<const ShellWord*> Callee::operands() const {
  std::vector<const ShellWord*> found;
  for (const ShellWord& word : arguments()) {
    if (!command->text(word).starts_with('-')) found.push_back(&word);
  }
  return found;
}

void find_callees(Script& script) {
  for (Command& command : script.commands) {
    if (!command.words.empty()) find(command);
  }
}

Callee callee(const Command& command) { return callee_at(command, command.callee); }

Callee callee_of_xargs(const Command& command) {
  return callee_at(command, command.callee_of_xargs);
}

Callee literal_callee(const Command& command) { return {&command, command.name(), command.words}; }

bool is_shell(std::string_view name) {
  constexpr std::string_view shells[] = {"sh", "bash", "dash", "ash", "ksh", "zsh"};
  return std::find(std::begin(shells), std::end(shells), name) != std::end(shells);
}

bool has_flag(const Command& command, std::span<const ShellWord> words, std::string_view flag) {
  const bool is_letter = flag.size() == 2 && flag[1] != '-';
  for (const ShellWord& word : words) {
    const std::string_view value = command.text(word);
    if (value == "--") return false;
    if (value == flag) return true;
    if (!is_letter && value.starts_with(flag) && value.substr(flag.size()).starts_with('='))
      return true;
    if (!is_letter || !value.starts_with('-')) continue;
    for (char letter : value.substr(1)) {
      if (letter == flag[1]) return true;
      if (!((letter | 32) >= 'a' && (letter | 32) <= 'z')) break;
    }
  }
  return false;
}

}  // namespace dflint
