// Finds the .dockerignore that belongs to a Dockerfile.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "analysis/ignore_file.h"
#include "rules/context.h"
#include "server/host.h"

namespace dflint {

// The directory of a Dockerfile is taken for its build context. May be asked from several threads.
class ContextFinder {
 public:
  explicit ContextFinder(Host& host) : host_(host) {}

  struct Found {
    std::shared_ptr<const IgnoreFile> ignore;  // nullptr: there is none
    std::string ignore_name;                   // without directories

    // Valid as long as this is.
    BuildContext context() const { return {ignore.get(), ignore_name}; }
  };
  // `NAME.dockerignore` beside the Dockerfile `NAME`, else `.dockerignore` in the same directory,
  // which is read once for all Dockerfiles there. One that cannot be read counts as none.
  Found of(const std::string& dockerfile);
  // The file of a directory is read anew when it is next asked for; `directory` as in the path of a
  // Dockerfile, with a slash at the end or empty.
  void forget(const std::string& directory);

 private:
  std::shared_ptr<const IgnoreFile> read(const std::string& path);
  std::shared_ptr<const IgnoreFile> of_directory(const std::string& directory);

  Host& host_;
  std::mutex mutex_;
  // By directory, as its path was given, with a slash at the end or empty.
  std::unordered_map<std::string, std::shared_ptr<const IgnoreFile>> directories_;
};

}  // namespace dflint
