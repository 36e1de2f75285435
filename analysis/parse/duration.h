// Durations as Go writes them: 1m30s, 500ms.
#pragma once

#include <cstdint>
#include <string_view>

namespace dflint {

struct Duration {
  bool valid = false;
  int64_t nanoseconds = 0;
};

// Invalid for anything that Go's time.ParseDuration refuses, overflow included.
Duration read_duration(std::string_view text);

}  // namespace dflint
