// Where an instruction speaks of stages, and which one it means.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rules/snapshot.h"

namespace dflint {

enum class StageMentionKind : uint8_t {
  name,   // FROM … AS name
  base,   // FROM name
  copy,   // COPY --from=
  mount,  // RUN --mount=from=
};

struct StageMention {
  StageMentionKind kind = StageMentionKind::name;
  std::string_view text;  // as the builder reads it; of an index or a variable no name
  Span span;              // in the source of the instruction
  uint32_t stage = none;  // none: an image, a named context, or nothing that exists
};

// All of instruction number `instruction`, behind ONBUILD too.
std::vector<StageMention> stage_mentions(const Snapshot& snapshot, uint32_t instruction);

// What COPY --from and mounts find by a name in any case: the last stage of it, or none.
uint32_t stage_named(const Plan& plan, std::string_view name);

// Whether the builder accepts it behind AS.
bool can_name_stage(std::string_view name);

}  // namespace dflint
