// Dockerfiles of any size, each of which repeats one construct: what takes how long as they grow.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace dflint {

struct GrowingText {
  std::string name;
  std::function<std::string(size_t)> make;  // with so many repetitions
};

const std::vector<GrowingText>& growing_texts();

}  // namespace dflint
