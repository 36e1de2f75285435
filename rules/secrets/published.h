// Which stages end up in an image that somebody pulls.
#pragma once

#include <vector>

#include "analysis/plan.h"

namespace dflint {

// One flag each: stages that no other stage uses, and what those are built from. The others are
// only copied from: their layers stay in the build cache.
inline std::vector<bool> published_stages(const Plan& plan) {
  std::vector<bool> used(plan.stages.size()), published(plan.stages.size());
  for (const Edge& edge : plan.edges) {
    if (edge.to != none && edge.to != edge.from) used[edge.to] = true;
  }
  for (size_t i = plan.stages.size(); i-- > 0;) {
    if (!used[i] || i + 1 == plan.stages.size()) published[i] = true;
    // A stage is built from an earlier one.
    const uint32_t parent = plan.stages[i].parent;
    if (published[i] && parent != none && parent < i) published[parent] = true;
  }
  return published;
}

}  // namespace dflint
