// Random edits: what people type, and what nobody should.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>

#include "analysis/text.h"

namespace dflint {

// A source of decisions: pseudo-random numbers from a seed, or the bytes that a fuzzer chose.
class Choices {
 public:
  explicit Choices(uint64_t seed) : random_(seed), seeded_(true) {}
  // Decides 0 when the bytes are used up. They must outlive this object.
  explicit Choices(std::string_view bytes) : bytes_(bytes) {}

  // A number in [0, count); count is at least 1.
  uint32_t below(uint32_t count);

 private:
  std::mt19937_64 random_;
  bool seeded_ = false;
  std::string_view bytes_;
};

// An edit whose range lies inside `text`. Keeps a text from growing past about 64 KiB.
Edit random_edit(Choices& choices, std::string_view text);

}  // namespace dflint
