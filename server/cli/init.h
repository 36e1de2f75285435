// `dflint init`: a first configuration file.
#pragma once

#include "server/cli/arguments.h"
#include "server/host.h"

namespace dflint {

// Writes .dflint.yaml in the working directory.
int init(Host& host, const InitArguments& arguments);

}  // namespace dflint
