// Which stages make up the image that the file is for.
#pragma once

#include <algorithm>
#include <vector>

#include "analysis/plan.h"

namespace dflint {

// The last stage and what it is built from, in the order in which they are built. Their layers are
// shipped; those of other stages stay behind.
inline std::vector<const Stage*> final_stages(const Plan& plan) {
  std::vector<const Stage*> stages;
  if (plan.stages.empty()) return stages;
  const Stage* stage = &plan.stages.back();
  stages.push_back(stage);
  while (stage->parent != none && stage->parent < stage->index) {
    stage = &plan.stages[stage->parent];
    stages.push_back(stage);
  }
  std::reverse(stages.begin(), stages.end());
  return stages;
}

}  // namespace dflint
