// Follows paths through a build context.
#include "rules/context_tree.h"

#include <algorithm>

#include "analysis/ignore_file.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

std::string joined(const std::string& directory, std::string_view name) {
  return directory == "." ? std::string(name) : directory + '/' + std::string(name);
}

const ContextEntry* find(const ContextEntries& entries, std::string_view name) {
  const auto at = std::lower_bound(
      entries.begin(), entries.end(), name,
      [](const ContextEntry& entry, std::string_view wanted) { return entry.name < wanted; });
  return at != entries.end() && at->name == name ? &*at : nullptr;
}

// Its spelling in the directory: the same, or the only one that differs in case. nullptr: none.
const ContextEntry* find_in_any_case(const ContextEntries& entries, std::string_view name) {
  if (const ContextEntry* same = find(entries, name)) return same;
  const ContextEntry* only = nullptr;
  for (const ContextEntry& entry : entries) {
    if (!equal_ignoring_case(entry.name, name)) continue;
    if (only) return nullptr;
    only = &entry;
  }
  return only;
}

}  // namespace

ContextPath look_up(const ContextTree& tree, const std::string& path) {
  ContextPath found;
  found.presence = Presence::directory;
  if (path == ".") return found;
  std::string directory = ".";
  for (size_t at = 0;;) {
    const size_t end = std::min(path.find('/', at), path.size());
    const std::string_view name = std::string_view(path).substr(at, end - at);
    std::shared_ptr<const ContextEntries> entries = tree.list(directory);
    if (!entries) return {};
    const ContextEntry* entry = find(*entries, name);
    if (!entry) {
      return {Presence::missing, std::move(directory), std::move(entries), std::string(name),
              path.substr(end)};
    }
    if (end == path.size()) {
      if (!entry->directory) found.presence = Presence::file;
      return found;
    }
    if (!entry->directory) return {};
    directory = joined(directory, name);
    at = end + 1;
  }
}

std::string in_other_case(const ContextTree& tree, const std::string& path) {
  std::string found = ".";
  for (size_t at = 0; at < path.size();) {
    const size_t end = std::min(path.find('/', at), path.size());
    const std::shared_ptr<const ContextEntries> entries = tree.list(found);
    if (!entries) return {};
    const ContextEntry* entry =
        find_in_any_case(*entries, std::string_view(path).substr(at, end - at));
    if (!entry || (end < path.size() && !entry->directory)) return {};
    found = joined(found, entry->name);
    at = end + 1;
  }
  return found == path ? std::string() : found;
}

std::string context_path(std::string_view source) {
  std::string path = clean_path("/" + std::string(source));
  path.erase(0, 1);
  return path.empty() ? "." : path;
}

}  // namespace dflint
