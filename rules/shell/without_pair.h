// How to take a variable out of ENV or ARG.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "rules/report.h"

namespace dflint {

// Takes the pair out, the whole instruction where it is the only one. Nothing where a comment would
// go too.
inline std::optional<Fix> without_pair(const Instruction& in, size_t pair) {
  const std::vector<Pair>& pairs = in.statement.pairs;
  if (in.statement.trigger || pairs[pair].legacy || !in.inner_comments.empty()) return std::nullopt;
  Span out{pairs[pair].key.span.begin, pairs[pair].value.span.end};
  if (pairs.size() == 1) {
    out = {in.body.begin, static_cast<uint32_t>(in.text.size())};
  } else if (pair + 1 < pairs.size()) {
    out.end = pairs[pair + 1].key.span.begin;
  } else {
    const Pair& before = pairs[pair - 1];
    out.begin = before.has_value ? before.value.span.end : before.key.span.end;
  }
  return replace({&in, out}, {}, fmt::format("Remove `{}`", in.value(pairs[pair].key)),
                 Safety::unsafe);
}

}  // namespace dflint
