// `dflint rules`: all rules in a table.
#pragma once

#include "server/cli/arguments.h"
#include "server/host.h"

namespace dflint {

int list_rules(Host& host, const RulesArguments& arguments);

}  // namespace dflint
