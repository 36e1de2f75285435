// The options of RUN --mount, as the builder judges them once variables are expanded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/suggest.h"

namespace dflint {

enum class MountType : uint8_t { bind, cache, tmpfs, secret, ssh };

// One field after expansion.
struct MountOption {
  std::string_view key;    // as written
  std::string_view value;  // expanded
  std::string_view whole;  // the field as written
  bool has_value = false;
};

struct MountError {
  size_t field = SIZE_MAX;  // which one is wrong; SIZE_MAX: the mount as a whole
  bool at_key = false;      // the key, not the value
  std::string message;
  Guess near = {};  // what that key or value was probably meant to be
};

struct MountSpec {
  MountType type = MountType::bind;
  std::string_view from, source, target, id;
  std::vector<MountError> errors;  // all of them; BuildKit stops at the first
  bool needs_target = false;       // bind, cache and tmpfs
};

MountSpec read_mount(const std::vector<MountOption>& options);

// 1 t T TRUE true True, 0 f F FALSE false False.
bool is_go_bool(std::string_view text, bool& value);

}  // namespace dflint
