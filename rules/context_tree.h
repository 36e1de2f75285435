// What lies in the build context on disk, for rules that compare a Dockerfile with it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dflint {

// An entry of a directory of the build context.
struct ContextEntry {
  std::string name;  // without directories
  bool directory = false;
};
using ContextEntries = std::vector<ContextEntry>;

// Whoever makes one answers; nothing here looks at a disk. Paths are clean, and relative to the
// root of the context, which is ".". What the ignore file leaves out is there all the same.
struct ContextTree {
  // The entries of a directory, by name. nullptr: nobody can tell, for instance because it holds
  // too much.
  std::function<std::shared_ptr<const ContextEntries>(const std::string& directory)> list;
  // Whether Git leaves the path out, so that it may be made before the build. Empty: never.
  std::function<bool(const std::string& path)> untracked;
  // Whether the path exists in another directory that may be the context. Empty: nowhere.
  std::function<bool(const std::string& path)> elsewhere;
  bool certain = false;  // somebody said that this is the context; else it is a guess
};

enum class Presence : uint8_t { unknown, missing, file, directory };

struct ContextPath {
  Presence presence = Presence::unknown;
  // Where it is missing: the last directory of the path that exists, what it holds, and the name
  // that is not there.
  std::string directory;
  std::shared_ptr<const ContextEntries> entries;
  std::string name;
  std::string rest;  // what follows the name, with the slash; may be empty
};
ContextPath look_up(const ContextTree& tree, const std::string& path);

// A path that exists and differs from the missing `path` in case only; empty: there is none, or
// more than one.
std::string in_other_case(const ContextTree& tree, const std::string& path);

// A source of COPY as the builder looks for it: clean and relative to the root of the context.
std::string context_path(std::string_view source);

}  // namespace dflint
