// `dflint format`.
#pragma once

#include "server/cli/arguments.h"
#include "server/host.h"

namespace dflint {

int format(Host& host, const FormatArguments& arguments);

}  // namespace dflint
