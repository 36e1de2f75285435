// `dflint check`: findings for many files.
#pragma once

#include "server/cli/arguments.h"
#include "server/host.h"

namespace dflint {

int check(Host& host, const CheckArguments& arguments);

}  // namespace dflint
