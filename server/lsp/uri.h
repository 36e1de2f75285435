// URIs of files.
#pragma once

#include <string>
#include <string_view>

namespace dflint::lsp {

// The path of a file URI, with percent signs decoded; empty for other schemes and other hosts.
std::string path_of_uri(std::string_view uri);
// `path` is absolute.
std::string uri_of_path(std::string_view path);

}  // namespace dflint::lsp
