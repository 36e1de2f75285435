// Reads ignore files beside Dockerfiles.
#include "server/context.h"

namespace dflint {

ContextFinder::Found ContextFinder::of(const std::string& dockerfile) {
  const size_t name = dockerfile.rfind('/') + 1;
  const std::string own = dockerfile + ".dockerignore";
  if (std::shared_ptr<const IgnoreFile> ignore = read(own)) return {ignore, own.substr(name)};
  return {of_directory(dockerfile.substr(0, name)), ".dockerignore"};
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
