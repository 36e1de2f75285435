// Which programs only run another one, and where that one's name stands.
#include "analysis/shell/unwrap.h"

#include <algorithm>
#include <iterator>

namespace dflint {
namespace {

struct Wrapper {
  std::string_view name;
  std::string_view valued;  // letters of the flags that take the next word
  size_t operands = 0;      // words before the program
};

constexpr Wrapper wrappers[] = {{"sudo", "CDghpRrTtUu"}, {"env", "CSu"},       {"command", ""},
                                {"exec", "a"},           {"nohup", ""},        {"nice", "n"},
                                {"time", "fo"},          {"timeout", "ks", 1}, {"gosu", "", 1},
                                {"su-exec", "", 1},      {"eatmydata", ""}};

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

const Wrapper* wrapper_named(std::string_view name) {
  const auto* found = std::find_if(std::begin(wrappers), std::end(wrappers),
                                   [&](const Wrapper& wrapper) { return wrapper.name == name; });
  return found == std::end(wrappers) ? nullptr : found;
}

// Where the wrapped program's name stands; the number of words where there is none.
size_t after(const Wrapper& wrapper, const Unwrapped& call) {
  size_t operands = wrapper.operands;
  for (size_t i = 1; i < call.words.size(); ++i) {
    const std::string_view word = call.text(i);
    if (word.starts_with('-')) {
      if (word.size() == 2 && wrapper.valued.find(word[1]) != wrapper.valued.npos) ++i;
    } else if (word.find('=') == word.npos) {
      if (operands == 0) return i;
      --operands;
    }
  }
  return call.words.size();
}

}  // namespace

Unwrapped unwrap(const Command& command) {
  Unwrapped call{&command, {}, command.words};
  for (int depth = 0; !call.words.empty(); ++depth) {
    call.name = base_name(call.text(0));
    const Wrapper* wrapper = depth < 4 ? wrapper_named(call.name) : nullptr;
    if (!wrapper) break;
    const size_t next = after(*wrapper, call);
    if (next == call.words.size()) break;
    call.words = call.words.subspan(next);
  }
  return call;
}

bool is_shell(std::string_view name) {
  constexpr std::string_view shells[] = {"sh", "bash", "dash", "ash", "ksh", "zsh"};
  return std::find(std::begin(shells), std::end(shells), name) != std::end(shells);
}

}  // namespace dflint
