// Counts the users of each stage.
#include "server/features/code_lenses.h"

#include <fmt/core.h>

namespace dflint {

std::vector<CodeLens> code_lenses(const Snapshot& snapshot, const LensOptions& options) {
  const Document& document = snapshot.document;
  const Plan& plan = snapshot.plan;
  struct Uses {
    size_t stages = 0;
    uint32_t newest = none;  // the stage that was counted last
    std::vector<Range> places;
  };
  std::vector<Uses> uses(plan.stages.size());
  for (const Edge& edge : plan.edges) {  // in order of the users
    if (edge.to == none) continue;
    Uses& of = uses[edge.to];
    if (of.newest != edge.from) ++of.stages, of.newest = edge.from;
    of.places.push_back(document.range(edge.instruction, edge.place.span));
  }

  std::vector<CodeLens> lenses;
  for (const Stage& stage : plan.stages) {
    if (stage.index + 1 == plan.stages.size()) break;
    const Range range = document.range(stage.first, stage.from->statement.word.span);
    Uses& of = uses[stage.index];
    if (options.uses && of.stages > 0) {
      lenses.push_back(
          {range, fmt::format("used by {} {}", of.stages, of.stages == 1 ? "stage" : "stages"),
           std::move(of.places)});
    }
    if (options.unneeded && !stage.needed) {
      lenses.push_back({range, "not needed by the last stage", {}});
    }
  }
  return lenses;
}

}  // namespace dflint
