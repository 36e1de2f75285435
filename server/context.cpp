// Reads ignore files beside Dockerfiles.
#include "server/context.h"

namespace dflint {

ContextFinder::Found ContextFinder::of(const std::string& dockerfile, const std::string& context) {
  Found found;
  const size_t name = dockerfile.rfind('/') + 1;
  found.directory = context.empty() ? dockerfile.substr(0, name) : context;
  if (!context.empty() && !context.ends_with('/')) found.directory += '/';
  ContextTree tree = files_.tree_of(found.directory);
  tree.certain = !context.empty();
  found.tree = std::make_shared<const ContextTree>(std::move(tree));
  found.ignore_path = dockerfile + ".dockerignore";
  found.ignore = read(found.ignore_path);
  if (found.ignore) {
    found.ignore_name = found.ignore_path.substr(name);
  } else {
    found.ignore = of_directory(found.directory);
    found.ignore_name = ".dockerignore";
    found.ignore_path = found.directory + found.ignore_name;
  }
  return found;
}

void ContextFinder::forget(const std::string& directory) {
  const std::lock_guard lock(mutex_);
  directories_.erase(directory);
}

std::shared_ptr<const IgnoreFile> ContextFinder::read(const std::string& path) {
  const Result<std::string> text = host_.read_file(path);
  return text.ok() ? std::make_shared<const IgnoreFile>(text.value) : nullptr;
}

std::shared_ptr<const IgnoreFile> ContextFinder::of_directory(const std::string& directory) {
  {
    const std::lock_guard lock(mutex_);
    const auto known = directories_.find(directory);
    if (known != directories_.end()) return known->second;
  }
  // Outside the lock: two threads may read the same file, and the first one counts.
  std::shared_ptr<const IgnoreFile> ignore = read(directory + ".dockerignore");
  const std::lock_guard lock(mutex_);
  return directories_.emplace(directory, std::move(ignore)).first->second;
}

}  // namespace dflint
