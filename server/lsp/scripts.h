// What ShellCheck says of the scripts of a Dockerfile.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "rules/snapshot.h"
#include "server/shellcheck.h"

namespace dflint::lsp {

// What to do about scripts that the program has not read since it was started.
enum class Unread : uint8_t { ask, leave };

// Of all scripts of a snapshot: one for each instruction, null where nothing is to be said. May be
// called on any thread.
std::vector<FindingsPtr> script_findings(const Snapshot& snapshot, Shellcheck& program,
                                         const RuleSet& rules, Unread unread);

}  // namespace dflint::lsp
