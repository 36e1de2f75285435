// What two sequences have in common at both ends: what an edit left alone.
#pragma once

#include <algorithm>
#include <cstddef>

namespace dflint {

struct CommonEnds {
  size_t front = 0;
  size_t back = 0;
};

// For sequences of `now` and `then` elements; `same(i, k)` tells whether element i of the one and k
// of the other are the same. No element counts for both ends.
template <typename Same>
CommonEnds common_ends(size_t now, size_t then, Same same) {
  const size_t most = std::min(now, then);
  CommonEnds ends;
  while (ends.front < most && same(ends.front, ends.front)) ++ends.front;
  while (ends.back < most - ends.front && same(now - 1 - ends.back, then - 1 - ends.back)) {
    ++ends.back;
  }
  return ends;
}

}  // namespace dflint
