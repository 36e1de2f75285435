// Absolute paths of an image, as far as the Dockerfile alone gives them.
#pragma once

#include <string>
#include <string_view>

namespace dflint {

// Whether `path` is `directory` or lies in it; both clean (see clean_path).
inline bool is_at_or_below(std::string_view path, std::string_view directory) {
  if (directory == "/") return path.starts_with('/');
  return path.starts_with(directory) &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

}  // namespace dflint
