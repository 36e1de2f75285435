// Finds the build context that belongs to a Dockerfile, and its .dockerignore.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "analysis/ignore_file.h"
#include "rules/context.h"
#include "server/context_reader.h"
#include "server/host.h"

namespace dflint {

// Unless somebody says otherwise, the directory of a Dockerfile is taken for its build context. May
// be asked from several threads.
class ContextFinder {
 public:
  explicit ContextFinder(Host& host) : host_(host), files_(host) {}

  struct Found {
    std::shared_ptr<const IgnoreFile> ignore;  // nullptr: there is none
    std::string ignore_name;                   // without directories
    std::string ignore_path;                   // where it is, or would be
    std::string directory;                     // of the context: with a slash at the end, or empty
    std::shared_ptr<const ContextTree>
        tree;  // nullptr: nobody can look; valid as long as the finder

    // Valid as long as this is.
    BuildContext context() const { return {ignore.get(), ignore_name, tree.get()}; }
  };
  // `context`: the directory that somebody says is the build context; empty: nobody does. The
  // ignore file is `NAME.dockerignore` beside the Dockerfile `NAME`, else `.dockerignore` in the
  // context, which is read once for all Dockerfiles there. One that cannot be read counts as none.
  Found of(const std::string& dockerfile, const std::string& context = {});
  // The ignore file of a directory is read anew when it is next asked for; `directory` as in the
  // path of a Dockerfile, with a slash at the end or empty.
  void forget(const std::string& directory);

  ContextReader& files() { return files_; }

 private:
  std::shared_ptr<const IgnoreFile> read(const std::string& path);
  std::shared_ptr<const IgnoreFile> of_directory(const std::string& directory);

  Host& host_;
  ContextReader files_;
  std::mutex mutex_;
  // By directory, as its path was given, with a slash at the end or empty.
  std::unordered_map<std::string, std::shared_ptr<const IgnoreFile>> directories_;
};

}  // namespace dflint
