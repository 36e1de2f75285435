// Tells subcommands and operands from flags and their values.
#include "analysis/shell/invocation.h"

#include <algorithm>

#include "analysis/shell/callee.h"

namespace dflint {
namespace {

// python -m pip …: -m and what stands before it are not the module's.
void enter_module(Invocation& call) {
  if (!call.program.starts_with("python") && !call.program.starts_with("pypy")) return;
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    const std::string_view word = call.text(call.arguments[i]);
    if (!word.starts_with('-')) return;
    if (word.starts_with("--") || !word.ends_with('m')) continue;
    if (i + 1 == call.arguments.size()) return;
    call.program = call.text(call.arguments[i + 1]);
    call.arguments = call.arguments.subspan(i + 2);
    return;
  }
}

}  // namespace

bool Invocation::has(std::string_view argument) const {
  return std::any_of(arguments.begin(), arguments.end(),
                     [&](const ShellWord& word) { return text(word) == argument; });
}

bool Invocation::has_flag(std::string_view flag) const {
  const bool letter = flag.size() == 2 && flag[0] == '-';
  for (const ShellWord& word : arguments) {
    const std::string_view value = text(word);
    if (value == "--") return false;
    if (value == flag) return true;
    if (!letter && value.size() > flag.size() && value.starts_with(flag) &&
        value[flag.size()] == '=')
      return true;
    if (letter && value.size() > 2 && value[0] == '-' && value[1] != '-' &&
        value.find(flag[1]) != std::string_view::npos)
      return true;
  }
  return false;
}

bool Invocation::has_prefix(std::string_view prefix) const {
  return std::any_of(arguments.begin(), arguments.end(),
                     [&](const ShellWord& word) { return text(word).starts_with(prefix); });
}

Invocation invocation(const Command& command) {
  const Callee runs = callee(command);
  Invocation call{&command, runs.name, runs.arguments()};
  enter_module(call);
  return call;
}

std::vector<const ShellWord*> operands(const Invocation& call, ValuedFlags valued) {
  std::vector<const ShellWord*> found;
  const auto takes_value = [&](std::string_view word) {
    return std::any_of(valued.begin(), valued.end(), [&](std::string_view flag) {
      if (word == flag) return true;
      // The last letter of a bundle: -qr file.
      return flag.size() == 2 && word.size() > 2 && word[1] != '-' && word.back() == flag[1] &&
             std::all_of(word.begin() + 1, word.end(), [](char c) { return c >= 'A'; });
    });
  };
  bool only_operands = false;
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    const std::string_view word = call.text(call.arguments[i]);
    if (only_operands || !word.starts_with('-') || word == "-") {
      found.push_back(&call.arguments[i]);
    } else if (word == "--") {
      only_operands = true;
    } else if (takes_value(word)) {
      ++i;
    }
  }
  return found;
}

Invocation literal_invocation(const Command& command) {
  Invocation call{&command, {}, {}};
  size_t at = 0;
  while (at + 1 < command.words.size()) {
    const std::string_view name = command.text(command.words[at]);
    if (name != "busybox" && name != "command" && name != "exec" && name != "builtin") break;
    ++at;
  }
  if (at >= command.words.size()) return call;
  call.program = command.text(command.words[at]);
  call.arguments = std::span(command.words).subspan(at + 1);
  return call;
}

std::vector<const ShellWord*> literal_operands(const Invocation& call, ValuedFlags valued) {
  const auto listed = [&](std::string_view name) {
    return std::find(valued.begin(), valued.end(), name) != valued.end();
  };
  const auto takes_next = [&](std::string_view word) {
    if (word.starts_with("--")) {
      return listed(word.substr(
          2, word.find('=') == std::string_view::npos ? word.npos : word.find('=') - 2));
    }
    for (size_t i = 1; i < word.size(); ++i) {
      if (listed(word.substr(i, 1))) return true;
    }
    return false;
  };
  std::vector<const ShellWord*> found;
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    const std::string_view word = call.text(call.arguments[i]);
    if (!word.starts_with('-') || word == "-" || word == "--") {
      found.push_back(&call.arguments[i]);
    } else if (takes_next(word)) {
      ++i;
    }
  }
  return found;
}

}  // namespace dflint
