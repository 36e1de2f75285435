// A call of a program with subcommands and flags, seen through sudo, env and `python -m`.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "analysis/shell/script.h"

namespace dflint {

struct Invocation {
  const Command* command = nullptr;
  std::string_view program;  // base name; "pip" of `python3 -m pip`; empty where there is none
  std::span<const ShellWord> arguments;  // what the program gets, in the command

  std::string_view text(const ShellWord& word) const { return command->text(word); }
  bool has(std::string_view argument) const;
  // "--flag", also as "--flag=value"; "-f", also in a bundle of letters as in "-qf".
  bool has_flag(std::string_view flag) const;
  // Some argument begins with these letters.
  bool has_prefix(std::string_view prefix) const;
};

// Flags that take the next word as their value: "-r", "--registry".
using ValuedFlags = std::span<const std::string_view>;

Invocation invocation(const Command& command);

// The arguments that are neither flags nor values of flags: the subcommand, then what it works on.
std::vector<const ShellWord*> operands(const Invocation& call, ValuedFlags valued = {});

// What some linters take for a call: the first word is the program, as written, and any flag of
// that name takes the next word away, even with `=` or amid a bundle. Names stand without dashes.
Invocation literal_invocation(const Command& command);
std::vector<const ShellWord*> literal_operands(const Invocation& call, ValuedFlags valued);

}  // namespace dflint
