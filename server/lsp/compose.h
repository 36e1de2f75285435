// Dockerfiles in Compose files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/text.h"
#include "server/lsp/inset.h"

namespace dflint::lsp {

// compose.yaml, docker-compose.yml, compose.override.yaml and the like, in any case.
bool is_compose_name(std::string_view name);

struct InlineDockerfile {
  std::string text;
  Inset inset;
};

// The block scalars (|, |-, |+) of the keys `dockerfile_inline`, in order of the text. Compose
// replaces `$name` and `${…}` in them, and leaves `$` of `$$`. Reads no more YAML than the lines
// that open a block. Linear.
std::vector<InlineDockerfile> inline_dockerfiles(const Text& compose);

}  // namespace dflint::lsp
