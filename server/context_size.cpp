// Walks the directories that a COPY takes.
#include "server/context_size.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "rules/context_tree.h"
#include "server/gitignore.h"

namespace dflint {
namespace {

class Counter {
 public:
  Counter(Host& host, const std::string& directory, const IgnoreFile* ignore,
          const ContextSizeLimits& limits)
      : host_(host),
        directory_(directory),
        ignore_(ignore),
        limits_(limits),
        end_(std::chrono::steady_clock::now() + limits.time) {}

  // Adds the paths that a source means; false where it is missing.
  bool resolve(const std::string& path, std::vector<std::string>& paths) {
    const size_t wildcard = path.find_first_of("*?[");
    if (wildcard == std::string::npos) {
      if (path != "." && host_.type_of(directory_ + path) == FileType::missing) return false;
      paths.push_back(path);
      return true;
    }
    const size_t slash = path.rfind('/', wildcard);
    match(slash == std::string::npos ? "." : path.substr(0, slash),
          std::string_view(path).substr(slash == std::string::npos ? 0 : slash + 1), paths);
    return true;
  }

  // Of paths that contain none another.
  void count(const std::string& path) {
    waiting_.push_back(path);
    const FileType type =
        path == "." ? FileType::directory : host_.type_of(directory_ + path);  // follows links
    if (type != FileType::directory) {
      waiting_.pop_back();
      return file(path, type);
    }
    while (!waiting_.empty() && !size_.more) {
      const std::string next = std::move(waiting_.back());
      waiting_.pop_back();
      walk(next);
    }
  }

  ContextSize size() const { return size_; }

 private:
  std::string on_disk(const std::string& path) const {
    if (path != ".") return directory_ + path;
    return directory_.empty() ? "." : directory_;
  }

  static std::string below(const std::string& directory, const std::string& name) {
    return directory == "." ? name : directory + '/' + name;
  }

  bool is_ignored(const std::string& path) const { return ignore_ && ignore_->excludes(path); }

  // What is ignored below may come back by an exception only.
  bool is_pruned(const std::string& path) const {
    return is_ignored(path) && !ignore_->has_exceptions();
  }

  bool spend(size_t entries) {
    entries_ += entries;
    if (entries_ > limits_.entries || size_.files >= limits_.files ||
        std::chrono::steady_clock::now() > end_) {
      size_.more = true;
    }
    return !size_.more;
  }

  void match(const std::string& directory, std::string_view pattern,
             std::vector<std::string>& paths) {
    const size_t slash = pattern.find('/');
    const std::string_view first = pattern.substr(0, slash);
    const Result<std::vector<Entry>> entries = host_.list_directory(on_disk(directory));
    if (!spend(entries.value.size())) return;
    for (const Entry& entry : entries.value) {
      if (!matches_wildcards(first, entry.name)) continue;
      const std::string path = below(directory, entry.name);
      if (slash == std::string_view::npos) {
        paths.push_back(path);
      } else if (host_.type_of(directory_ + path) == FileType::directory) {
        match(path, pattern.substr(slash + 1), paths);
      }
    }
  }

  void file(const std::string& path, FileType type) {
    if (is_ignored(path)) return;
    ++size_.files;
    if (type == FileType::file) size_.bytes += host_.size_of(directory_ + path);
  }

  void walk(const std::string& directory) {
    if (directory != "." && is_pruned(directory)) return;
    const Result<std::vector<Entry>> entries = host_.list_directory(on_disk(directory));
    if (!spend(entries.value.size())) return;
    for (const Entry& entry : entries.value) {
      const std::string path = below(directory, entry.name);
      if (entry.type == FileType::directory) {
        waiting_.push_back(path);
      } else {
        if (!spend(0)) return;
        file(path, entry.type);
      }
    }
  }

  Host& host_;
  const std::string& directory_;
  const IgnoreFile* ignore_;
  const ContextSizeLimits& limits_;
  const std::chrono::steady_clock::time_point end_;
  std::vector<std::string> waiting_;  // directories
  uint64_t entries_ = 0;
  ContextSize size_;
};

// Without what lies in another one of them.
void keep_outermost(std::vector<std::string>& paths) {
  if (std::ranges::find(paths, ".") != paths.end()) {
    paths = {"."};
    return;
  }
  // With the slash, a directory stands right before what it holds.
  std::ranges::sort(paths, {}, [](const std::string& path) { return path + '/'; });
  std::vector<std::string> kept;
  for (std::string& path : paths) {
    const bool inside =
        !kept.empty() && (path == kept.back() || path.starts_with(kept.back() + '/'));
    if (!inside) kept.push_back(std::move(path));
  }
  paths = std::move(kept);
}

}  // namespace

std::optional<ContextSize> context_size(Host& host, const std::string& directory,
                                        const IgnoreFile* ignore,
                                        const std::vector<std::string>& sources,
                                        const ContextSizeLimits& limits) {
  Counter counter(host, directory, ignore, limits);
  std::vector<std::string> paths;
  for (const std::string& source : sources) {
    if (source.find('\\') != std::string::npos) return std::nullopt;
    if (!counter.resolve(context_path(source), paths)) return std::nullopt;
  }
  keep_outermost(paths);
  for (const std::string& path : paths) counter.count(path);
  const ContextSize size = counter.size();
  if (size.files == 0) return std::nullopt;
  return size;
}

}  // namespace dflint
