// `dflint parse`: how the builder reads a Dockerfile.
#pragma once

#include "server/cli/arguments.h"
#include "server/host.h"

namespace dflint {

int print_parse(Host& host, const ParseArguments& arguments);

}  // namespace dflint
