// Which paths the commands of a script write, as far as their words tell for certain.
#pragma once

#include <string>
#include <vector>

#include "analysis/plan.h"

namespace dflint {

struct WrittenPath {
  const Command* command = nullptr;
  const ShellWord* word = nullptr;
  std::string path;       // clean and absolute
  bool may_fail = false;  // the build goes on where the command fails: `… || true`
};

// One for each word that names what is written, in the order of the commands; no more than 1000.
std::vector<WrittenPath> written_paths(const Plan& plan, const Step& step, const Script& script);

}  // namespace dflint
