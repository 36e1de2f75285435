// The whole program: words in, exit status out.
#pragma once

#include <string>
#include <vector>

#include "server/host.h"

namespace dflint {

constexpr int status_clean = 0;
constexpr int status_findings = 1;
constexpr int status_trouble = 2;  // misuse, or something could not be read or written

// `words` are the arguments without the name of the program.
int run(Host& host, const std::vector<std::string>& words);

}  // namespace dflint
