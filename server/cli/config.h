// `dflint config`: which rules a Dockerfile gets, and why; and the schema of the configuration.
#pragma once

#include <vector>

#include "server/cli/arguments.h"
#include "server/cli/output.h"
#include "server/config/file.h"
#include "server/host.h"

namespace dflint {

int show_config(Host& host, const ConfigArguments& arguments);

// Says what is wrong with configuration files on standard error; whether anything is.
bool report_problems(Output& output, const std::vector<ConfigProblem>& problems);

}  // namespace dflint
