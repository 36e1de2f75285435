// Layers, the order in them, and coordinates: a small version of Sugiyama's method.
#include "server/output/graph_layout.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace dflint {
namespace {

constexpr uint32_t margin = 16, gap_x = 64, gap_y = 16, lane = 12;
constexpr size_t most_lanes = 20000;

class Layouter {
 public:
  Layouter(const StageGraph& graph, const std::vector<uint32_t>& widths, uint32_t height)
      : graph_(graph), images_(graph.images.size()) {
    layout_.boxes.resize(images_ + graph.stages.size());
    for (size_t i = 0; i < layout_.boxes.size(); ++i) {
      layout_.boxes[i].width = widths[i];
      layout_.boxes[i].height = height;
    }
  }

  GraphLayout run() {
    arrows();
    layers();
    lanes();
    order();
    place();
    route();
    return std::move(layout_);
  }

 private:
  uint32_t box_of(const GraphEdge& edge) const {
    return edge.to + (edge.image ? 0 : static_cast<uint32_t>(images_));
  }

  void arrows() {
    std::map<std::tuple<uint32_t, uint32_t, EdgeKind>, size_t> known;
    for (const GraphEdge& edge : graph_.edges) {
      const uint32_t from = box_of(edge), to = edge.stage + static_cast<uint32_t>(images_);
      const auto [entry, fresh] = known.try_emplace({from, to, edge.kind}, layout_.arrows.size());
      if (fresh) layout_.arrows.push_back({edge.kind, from, to, {}, {}});
      layout_.arrows[entry->second].lines.push_back(edge.line);
    }
  }

  // A stage stands right of all it uses, an image directly left of its first user.
  void layers() {
    layer_.assign(layout_.boxes.size(), 0);
    for (const Arrow& arrow : layout_.arrows) {  // in order of the users
      if (arrow.from < arrow.to)
        layer_[arrow.to] = std::max(layer_[arrow.to], layer_[arrow.from] + 1);
    }
    std::vector<uint32_t> nearest(images_, UINT32_MAX);
    for (const Arrow& arrow : layout_.arrows) {
      if (arrow.from < images_)
        nearest[arrow.from] = std::min(nearest[arrow.from], layer_[arrow.to]);
    }
    for (size_t i = 0; i < images_; ++i) layer_[i] = nearest[i] - 1;
  }

  // Places in the columns between, so that no arrow runs over a box.
  void lanes() {
    size_t count = 0;
    for (const Arrow& arrow : layout_.arrows) {
      if (layer_[arrow.to] > layer_[arrow.from]) count += layer_[arrow.to] - layer_[arrow.from] - 1;
    }
    lanes_.resize(layout_.arrows.size());
    for (size_t a = 0; a < layout_.arrows.size(); ++a) {
      const Arrow& arrow = layout_.arrows[a];
      uint32_t before = arrow.from;
      if (count <= most_lanes) {
        for (uint32_t layer = layer_[arrow.from] + 1; layer < layer_[arrow.to]; ++layer) {
          const auto place = static_cast<uint32_t>(layer_.size());
          layer_.push_back(layer);
          lanes_[a].push_back(place);
          links_.push_back({before, place});
          before = place;
        }
      }
      links_.push_back({before, arrow.to});
    }
  }

  // Each place goes where its neighbours in the column before are, a few times there and back.
  void order() {
    const uint32_t columns =
        layer_.empty() ? 0 : *std::max_element(layer_.begin(), layer_.end()) + 1;
    columns_.resize(columns);
    for (uint32_t i = 0; i < layer_.size(); ++i) columns_[layer_[i]].push_back(i);
    std::vector<std::vector<uint32_t>> left(layer_.size()), right(layer_.size());
    for (const auto& [from, to] : links_) {
      left[to].push_back(from);
      right[from].push_back(to);
    }
    rank_.resize(layer_.size());
    for (const auto& column : columns_) number(column);
    for (int sweep = 0; sweep < 4; ++sweep) {
      for (auto& column : columns_) sort(column, left);
      for (size_t c = columns_.size(); c-- > 0;) sort(columns_[c], right);
    }
    for (auto& column : columns_) sort(column, left);
  }

  void number(const std::vector<uint32_t>& column) {
    for (size_t i = 0; i < column.size(); ++i) rank_[column[i]] = static_cast<double>(i);
  }

  void sort(std::vector<uint32_t>& column, const std::vector<std::vector<uint32_t>>& near) {
    std::vector<std::pair<double, uint32_t>> keys;
    for (uint32_t place : column) {
      double sum = 0;
      for (uint32_t other : near[place]) sum += rank_[other];
      keys.emplace_back(near[place].empty() ? rank_[place] : sum / double(near[place].size()),
                        place);
    }
    std::stable_sort(keys.begin(), keys.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (size_t i = 0; i < column.size(); ++i) column[i] = keys[i].second;
    number(column);
  }

  uint32_t height_of(uint32_t place) const {
    return place < layout_.boxes.size() ? layout_.boxes[place].height : lane;
  }

  void place() {
    std::vector<uint32_t> heights;
    for (const auto& column : columns_) {
      uint32_t height = 0;
      for (uint32_t place : column) height += height_of(place) + (height > 0 ? gap_y : 0);
      heights.push_back(height);
    }
    const uint32_t tallest =
        heights.empty() ? 0 : *std::max_element(heights.begin(), heights.end());
    positions_.resize(layer_.size());
    uint32_t x = margin;
    for (size_t c = 0; c < columns_.size(); ++c) {
      uint32_t width = 0, y = margin + (tallest - heights[c]) / 2;
      for (uint32_t place : columns_[c]) {
        if (place < layout_.boxes.size()) width = std::max(width, layout_.boxes[place].width);
      }
      for (uint32_t place : columns_[c]) {
        positions_[place] = {x, y, width, height_of(place)};
        if (place < layout_.boxes.size()) {
          Box& box = layout_.boxes[place];
          box.x = x + (width - box.width) / 2;
          box.y = y;
        }
        y += height_of(place) + gap_y;
      }
      x += width + gap_x;
    }
    layout_.width = columns_.empty() ? 2 * margin : x - gap_x + margin;
    layout_.height = tallest + 2 * margin;
  }

  void route() {
    const auto middle = [](const Box& box) { return box.y + box.height / 2; };
    for (size_t a = 0; a < layout_.arrows.size(); ++a) {
      Arrow& arrow = layout_.arrows[a];
      const Box& from = layout_.boxes[arrow.from];
      const Box& to = layout_.boxes[arrow.to];
      arrow.points.push_back({from.x + from.width, middle(from)});
      for (uint32_t place : lanes_[a]) {
        const Box& box = positions_[place];
        arrow.points.push_back({box.x, middle(box)});
        arrow.points.push_back({box.x + box.width, middle(box)});
      }
      arrow.points.push_back({to.x, middle(to)});
    }
  }

  const StageGraph& graph_;
  const size_t images_;
  GraphLayout layout_;
  std::vector<uint32_t> layer_;                       // of boxes, then of lanes
  std::vector<std::vector<uint32_t>> lanes_;          // of each arrow
  std::vector<std::pair<uint32_t, uint32_t>> links_;  // between neighbouring columns
  std::vector<std::vector<uint32_t>> columns_;        // from top to bottom
  std::vector<double> rank_;                          // in the column
  std::vector<Box> positions_;                        // of boxes (as wide as the column) and lanes
};

}  // namespace

GraphLayout lay_out(const StageGraph& graph, const std::vector<uint32_t>& widths, uint32_t height) {
  return Layouter(graph, widths, height).run();
}

}  // namespace dflint
