// Paths of configuration files and of what they name.
#pragma once

#include <string>
#include <string_view>

namespace dflint {

// "a/b" of "a/b/c"; "." of "c"; "/" of "/c".
inline std::string directory_of(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return std::string(path.substr(0, slash == 0 ? 1 : slash));
}

// `path` as seen from `directory`, where it is relative.
inline std::string joined(const std::string& directory, const std::string& path) {
  if (path.starts_with('/') || directory == ".") return path;
  return directory.ends_with('/') ? directory + path : directory + '/' + path;
}

}  // namespace dflint
