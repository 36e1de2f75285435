// Which definition of a variable holds at an instruction, and what it gives.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rules/snapshot.h"

namespace dflint {

struct VariableAt {
  VariableKind kind = VariableKind::env;
  std::string value;  // expanded; empty where has_value is false
  bool has_value = false;
  bool exact = true;            // false: the value hangs on a build argument or on the base image
  uint32_t stage = none;        // that defines it; none: global
  uint32_t instruction = none;  // that defines it; none: the builder
  uint32_t global = none;       // instruction of the global ARG that gives its value
};

// What `name` means to instruction number `index`: to its words, or with `inclusive` behind it.
// FROM sees global ARGs. Above the first FROM, where the builder has no stage yet, ENV counts all
// the same: the FROM may be missing only for the moment. Nothing where no definition is seen; one
// without value only where there is none with a value.
std::optional<VariableAt> variable_at(const Snapshot& snapshot, uint32_t index,
                                      std::string_view name, bool inclusive = false);

}  // namespace dflint
