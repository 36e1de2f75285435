// Runs the language server on standard input and output.
#pragma once

#include "server/host.h"
#include "server/lsp/server.h"

namespace dflint::lsp {

// Until the client says exit, closes the stream or is gone. Gives the exit status: 0 after a
// shutdown request, 1 otherwise.
int serve(Host& host, const ServerOptions& options);

}  // namespace dflint::lsp
