// Lists directories, and asks .gitignore files what Git leaves out.
#include "server/context_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace dflint {
namespace {

// Somebody who makes a file and types on sees that it is there.
constexpr std::chrono::milliseconds memory{1000};
// What took long is kept for longer.
constexpr int memory_per_cost = 50;
constexpr size_t most_known = 1000;

// Directories above a context that may be the context as well.
constexpr int most_above = 16;

// What is known of `key`, or what `make` says. The lock is not held meanwhile: two threads may make
// the same.
template <typename Map, typename Make>
auto remembered(std::mutex& mutex, Map& map, const std::string& key, const Make& make) {
  const auto begin = std::chrono::steady_clock::now();
  {
    const std::lock_guard lock(mutex);
    const auto known = map.find(key);
    if (known != map.end() && begin < known->second.until) return known->second.value;
  }
  auto value = make();
  const auto end = std::chrono::steady_clock::now();
  const auto keep =
      std::max<std::chrono::steady_clock::duration>(memory, (end - begin) * memory_per_cost);
  const std::lock_guard lock(mutex);
  if (map.size() >= most_known) map.clear();
  map[key] = {value, end + keep};
  return value;
}

}  // namespace

std::shared_ptr<const ContextEntries> ContextReader::list(const std::string& directory) {
  return remembered(mutex_, directories_, directory, [&] { return read(directory); });
}

std::shared_ptr<const ContextEntries> ContextReader::read(const std::string& directory) {
  Result<std::vector<Entry>> found = host_.list_directory(directory.empty() ? "." : directory);
  if (!found.ok() || found.value.size() > most_entries) return nullptr;
  ContextEntries entries;
  entries.reserve(found.value.size());
  for (Entry& entry : found.value) {
    FileType type = entry.type;
    if (type == FileType::link) type = host_.type_of(directory + entry.name);
    entries.push_back({std::move(entry.name), type == FileType::directory});
  }
  std::ranges::sort(entries, {}, &ContextEntry::name);
  return std::make_shared<const ContextEntries>(std::move(entries));
}

ContextTree ContextReader::tree_of(const std::string& directory) {
  ContextTree tree;
  tree.list = [this, directory](const std::string& inside) {
    return list(inside == "." ? directory : directory + inside + '/');
  };
  tree.untracked = [this, directory](const std::string& path) {
    return untracked(directory, path);
  };
  tree.elsewhere = [this, directory](const std::string& path) {
    return elsewhere(directory, path);
  };
  return tree;
}

std::shared_ptr<const ContextReader::Repository> ContextReader::repository_of(
    const std::string& directory) {
  return remembered(mutex_, repositories_, directory, [&] {
    Repository found;
    found.real = host_.real_path(directory.empty() ? "." : directory);
    if (!found.real.ends_with('/')) found.real += '/';
    for (size_t end = found.real.size();;) {
      const std::string root = found.real.substr(0, end);
      if (host_.type_of(root + ".git") != FileType::missing) {
        found.root = root;
        break;
      }
      if (end <= 1) break;
      end = found.real.rfind('/', end - 2) + 1;
      if (end == 0) break;
    }
    return std::make_shared<const Repository>(std::move(found));
  });
}

std::shared_ptr<const ContextReader::Scope> ContextReader::scope_of(const std::string& file,
                                                                    const std::string& directory) {
  return remembered(mutex_, scopes_, file, [&]() -> std::shared_ptr<const Scope> {
    const Result<std::string> text = host_.read_file(file);
    if (!text.ok()) return nullptr;
    return std::make_shared<const Scope>(Scope{directory, Gitignore(text.value)});
  });
}

// The file that is nearest to a path decides, and what it says of a directory holds for all in it.
bool ContextReader::untracked(const std::string& directory, const std::string& path) {
  const std::shared_ptr<const Repository> repository = repository_of(directory);
  if (repository->root.empty()) return false;
  const std::string& root = repository->root;
  const std::string whole = repository->real + path;
  std::vector<std::shared_ptr<const Scope>> scopes = {scope_of(root + ".git/info/exclude", root)};
  for (size_t at = root.size(); at <= whole.size();) {
    scopes.push_back(scope_of(whole.substr(0, at) + ".gitignore", whole.substr(0, at)));
    const size_t end = std::min(whole.find('/', at), whole.size());
    // What is not there is taken for a directory, too: a pattern for those only may mean it.
    for (size_t i = scopes.size(); i-- > 0;) {
      if (!scopes[i]) continue;
      const std::string_view inside =
          std::string_view(whole).substr(0, end).substr(scopes[i]->directory.size());
      const std::optional<bool> says = scopes[i]->patterns.ignores(inside, true);
      if (says && *says) return true;
      if (says) break;
    }
    at = end + 1;
  }
  return false;
}

bool ContextReader::elsewhere(const std::string& directory, const std::string& path) {
  const std::shared_ptr<const Repository> repository = repository_of(directory);
  const std::string& real = repository->real;
  const size_t root = std::max<size_t>(repository->root.size(), 1);
  size_t end = real.size();
  for (int i = 0; i < most_above && end > root; ++i) {
    end = real.rfind('/', end - 2) + 1;
    if (host_.type_of(real.substr(0, end) + path) != FileType::missing) return true;
  }
  return false;
}

void ContextReader::forget() {
  const std::lock_guard lock(mutex_);
  directories_.clear();
  repositories_.clear();
  scopes_.clear();
}

}  // namespace dflint
