// `dflint graph`: the stages of a Dockerfile and what they use.
#pragma once

#include "server/cli/arguments.h"
#include "server/host.h"

namespace dflint {

int print_graph(Host& host, const GraphArguments& arguments);

}  // namespace dflint
