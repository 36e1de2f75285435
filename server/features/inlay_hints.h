// What a reader would have to work out, shown between the words: values, stages, sizes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/snapshot.h"

namespace dflint {

struct HintOptions {
  bool values = true;  // of variables in FROM
  bool stages = true;  // behind COPY --from=0
  bool sizes = true;   // of what COPY and ADD take from the build context

  bool operator==(const HintOptions&) const = default;
};

struct TakenFiles {
  uint64_t files = 0;
  uint64_t bytes = 0;
  bool more = false;  // counting stopped there
};

// Counts files of the build context, as the builder sees it. Without a function nothing is known.
struct ContextFiles {
  const void* scope = nullptr;
  // Of all `sources` together, each file once; as COPY has them, wildcards included. Nothing where
  // it cannot be told (yet).
  std::optional<TakenFiles> (*count)(const void* scope,
                                     std::span<const std::string_view> sources) = nullptr;
};

struct InlayHint {
  uint32_t offset = 0;  // in bytes of the file; the hint stands there, behind a word
  std::string text;
  std::string tooltip;  // plain text; may be empty
};

// Those of instructions that `range` touches, in order of the file.
std::vector<InlayHint> inlay_hints(const Snapshot& snapshot, Range range,
                                   const HintOptions& options = {}, const ContextFiles& files = {});

}  // namespace dflint
