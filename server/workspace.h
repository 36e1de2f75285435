// Which files are Dockerfiles, and where they are found.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/host.h"

namespace dflint {

// Dockerfile, Dockerfile.*, *.Dockerfile and the same with Containerfile, in any case; not what an
// ending shows to be something else (Dockerfile.md, Dockerfile.dockerignore, Dockerfile.j2).
bool is_dockerfile_name(std::string_view name);

// Who is told what a walk meets.
struct WalkReport {
  std::function<void(std::string path)> found;
  std::function<void(const std::string& path, const std::string& error)> unreadable;
};

// Reports the Dockerfiles below `directory`, sorted by name, the files of a directory before those
// of its directories. Their paths begin with `directory` as given ("." is left out).
//
// Skips directories that never hold sources (.git, node_modules), what .gitignore files there and
// up to the root of the repository exclude, and links to directories. A directory that cannot be
// read is reported and the rest goes on.
void find_dockerfiles(Host& host, const std::string& directory, const WalkReport& report);

// The same, one directory at a time.
class DockerfileWalk {
 public:
  // `host` must outlive it.
  DockerfileWalk(Host& host, const std::string& directory);
  DockerfileWalk(DockerfileWalk&&) noexcept;
  ~DockerfileWalk();

  // Looks into the next directory; false: there was none left.
  bool step(const WalkReport& report);

 private:
  struct Directory;

  Host& host_;
  std::vector<Directory> waiting_;
};

}  // namespace dflint
