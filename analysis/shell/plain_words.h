// Scripts that need no shell.
#pragma once

#include <span>

#include "analysis/shell/script.h"

namespace dflint {

// The words that run without a shell as they do below one: those of a single simple command that
// is nothing but plain words. Empty otherwise. `exec` is what a shell around needs only.
std::span<const ShellWord> plain_words(const Script& script);

}  // namespace dflint
