// `dflint explain`: the manual of a rule.
#pragma once

#include "server/cli/arguments.h"
#include "server/host.h"

namespace dflint {

int explain(Host& host, const ExplainArguments& arguments);

}  // namespace dflint
