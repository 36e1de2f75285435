// What a command runs in the end: seen through sudo, env and the like, without directories.
#pragma once

#include <span>
#include <string_view>

#include "analysis/shell/script.h"

namespace dflint {

struct Unwrapped {
  const Command* command = nullptr;
  std::string_view name;             // base name; empty where there is no word
  std::span<const ShellWord> words;  // from the name on

  std::string_view text(size_t word) const { return command->text(words[word]); }
};

// `sudo -E curl -k x` is a call of curl, and so is `/usr/bin/curl -k x`.
Unwrapped unwrap(const Command& command);

// sh, bash, dash …: what runs a script that it reads.
bool is_shell(std::string_view name);

}  // namespace dflint
