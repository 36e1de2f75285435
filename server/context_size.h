// How much COPY takes from a build context.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/ignore_file.h"
#include "server/host.h"

namespace dflint {

struct ContextSize {
  uint64_t files = 0;
  uint64_t bytes = 0;
  bool more = false;  // a limit was met: there is more than that

  friend bool operator==(const ContextSize&, const ContextSize&) = default;
};

struct ContextSizeLimits {
  uint64_t files = 10'000;
  uint64_t entries = 50'000;  // looked at, also of what the ignore file leaves out
  std::chrono::milliseconds time{1000};
};

// Of all `sources` together, each file once; as COPY has them, wildcards included. `directory` of
// the context: with a slash at the end, or empty; `ignore`: nullptr where nothing is left out.
// Links are counted, not followed, but for sources themselves. Nothing where a source that should
// exist does not, where nothing is taken, or where a source holds a backslash.
std::optional<ContextSize> context_size(Host& host, const std::string& directory,
                                        const IgnoreFile* ignore,
                                        const std::vector<std::string>& sources,
                                        const ContextSizeLimits& limits = {});

}  // namespace dflint
