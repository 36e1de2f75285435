// The variable under the cursor, and its value there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rules/snapshot.h"

namespace dflint {

// A name of a variable in an instruction.
struct VariableUseAt {
  std::string name;
  Span span;                // in the source: NAME of ENV and ARG, else $NAME or ${NAME…}
  bool definition = false;  // NAME= of ENV or ARG
};

// The name at byte `at` of instruction number `index`: one that the builder replaces, one in a
// shell script or a here-document, or one that is defined there.
std::optional<VariableUseAt> variable_use_at(const Snapshot& snapshot, uint32_t index, uint32_t at);

// Value and origin, as Markdown. Empty where nothing is known of it.
std::string variable_text(const Snapshot& snapshot, uint32_t index, const VariableUseAt& use);

}  // namespace dflint
