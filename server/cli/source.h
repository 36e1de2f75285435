// Reading a Dockerfile for a subcommand.
#pragma once

#include <string>

#include "server/host.h"

namespace dflint {

// The bytes of a file, or of standard input for "-". Refuses what the builder could not read at
// all.
Result<std::string> read_dockerfile(Host& host, const std::string& path);

}  // namespace dflint
