// Which files beside the open ones matter, and for whom.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/config/settings.h"

namespace dflint::lsp {

enum class FileRole : uint8_t { other, configuration, ignore_file, dockerfile };

// By its name alone. A file of another name may be a configuration all the same, where one that is
// in use extends it.
FileRole role_of(std::string_view path);

// A Dockerfile and the settings that held for it so far.
struct Concerned {
  std::string path;
  const Settings* settings = nullptr;
};

// Whether a change of `changed`, an absolute path, may change what is said of a Dockerfile whose
// own text stays the same. This is the only place where that is decided.
bool matters(Host& host, const std::string& changed, const Concerned& dockerfile);

// Globs of what the client is to watch: configuration files, ignore files, Dockerfiles, and files
// that have the name of one of `more`.
std::vector<std::string> watched_globs(const std::vector<std::string>& more);

}  // namespace dflint::lsp
