// The part of `dflint check` that mends files.
#pragma once

#include <string>
#include <string_view>

#include "rules/context.h"
#include "rules/rule_set.h"
#include "server/cli/arguments.h"
#include "server/cli/scripts.h"
#include "server/host.h"

namespace dflint {

struct Mended {
  std::string text;   // as it is now: mended, or as before where it could not be written
  size_t count = 0;   // how many findings were, or with --diff would be, mended
  std::string diff;   // with --diff
  std::string error;  // why it could not be written
};

// What a user sees of a file, and what fixes need to know of it.
struct ToMend {
  const std::string& path;  // "-": what is mended goes to standard output
  std::string_view name;    // as the user is to read it
  const RuleSet& rules;
  const BuildContext& context;
  UseShellcheck shellcheck;
};

// Mends a text and puts it where it came from; with --diff says what that would change. May be
// called from several threads.
Mended mend(Host& host, const FixArguments& arguments, ScriptReader& scripts, const ToMend& file,
            std::string text);

}  // namespace dflint
