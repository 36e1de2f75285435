// What a Dockerfile refers to outside of it: pages of images, URLs, files of the build context.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/snapshot.h"

namespace dflint {

struct Link {
  Range range;
  // Exactly one of these.
  std::string url;
  std::string path;  // of a file or folder, from the root of the build context; no pattern
};

// Images of FROM, --from and `# syntax=` without tag and digest, URLs and Git repositories of ADD,
// sources of COPY, ADD and bind mounts; with the values that variables have without build
// arguments. In order of the text. Linear.
std::vector<Link> links_of(const Snapshot& snapshot);

}  // namespace dflint
