// Reads the graph off the plan.
#include "server/features/graph.h"

#include <algorithm>
#include <unordered_map>

#include "analysis/image.h"
#include "server/features/stage_text.h"

namespace dflint {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

class GraphMaker {
 public:
  GraphMaker(const Document& document, const Plan& plan) : document_(document), plan_(plan) {}

  StageGraph make() {
    auto edge = plan_.edges.begin();
    for (const Stage& stage : plan_.stages) {
      graph_.stages.push_back({std::string(stage.name), std::string(stage.platform),
                               line_of(document_, stage.first), stage.needed});
      const bool of_image =
          stage.base_kind == BaseKind::image || stage.base_kind == BaseKind::scratch;
      if (of_image && !stage.base.empty()) {
        add(EdgeKind::base, stage.index, stage.first, stage.base);
      }
      for (; edge != plan_.edges.end() && edge->from == stage.index; ++edge) add(*edge);
    }
    return std::move(graph_);
  }

 private:
  void add(const Edge& edge) {
    if (edge.to != none) {
      graph_.edges.push_back(
          {edge.kind, edge.from, false, edge.to, line_of(document_, edge.instruction)});
      return;
    }
    // COPY --from=7 without a stage 7; a mount takes a number for the name of an image.
    if (edge.kind == EdgeKind::copy && is_number(edge.name)) return;
    if (check_image(edge.name) != ImageError::none) return;
    add(edge.kind, edge.from, edge.instruction, edge.name);
  }

  void add(EdgeKind kind, uint32_t stage, uint32_t instruction, std::string_view image) {
    const auto number = static_cast<uint32_t>(graph_.images.size());
    const auto [entry, fresh] = numbers_.try_emplace(image, number);
    if (fresh) graph_.images.emplace_back(image);
    graph_.edges.push_back({kind, stage, true, entry->second, line_of(document_, instruction)});
  }

  const Document& document_;
  const Plan& plan_;
  StageGraph graph_;
  std::unordered_map<std::string_view, uint32_t> numbers_;
};

}  // namespace

std::vector<uint32_t> StageGraph::unused() const {
  std::vector<uint32_t> numbers;
  for (uint32_t i = 0; i < stages.size(); ++i) {
    if (!stages[i].needed) numbers.push_back(i);
  }
  return numbers;
}

StageGraph stage_graph(const Document& document, const Plan& plan) {
  return GraphMaker(document, plan).make();
}

}  // namespace dflint
