// Where the boxes and arrows of a graph stand: in columns from left to right.
#pragma once

#include <cstdint>
#include <vector>

#include "server/features/graph.h"

namespace dflint {

struct Box {
  uint32_t x = 0, y = 0, width = 0, height = 0;
};

struct Point {
  uint32_t x = 0, y = 0;
};

// All edges of one kind between the same two boxes.
struct Arrow {
  EdgeKind kind = EdgeKind::base;
  uint32_t from = 0, to = 0;    // numbers of boxes
  std::vector<uint32_t> lines;  // 1-based, of the instructions
  // From the right side of one box to the left side of the other. Between them come in pairs the
  // ends of the lanes that lead past other boxes.
  std::vector<Point> points;
};

struct GraphLayout {
  std::vector<Box> boxes;  // the images, then the stages
  std::vector<Arrow> arrows;
  uint32_t width = 0, height = 0;
};

// `widths`: of the boxes, which are all of one height. What uses another box stands right of it;
// edges that lead backwards (which the builder refuses) do not move boxes.
GraphLayout lay_out(const StageGraph& graph, const std::vector<uint32_t>& widths, uint32_t height);

}  // namespace dflint
