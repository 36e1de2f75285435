// The graph of stages, for people and for programs. Whatever stands in a label is escaped.
#pragma once

#include <string>

#include "server/features/graph.h"

namespace dflint {

// `change`: nullptr where nobody asked what a change runs again. The drawings leave that out.
void write_graph_text(std::string& out, const StageGraph& graph, const Change* change);
// One object on one line.
void write_graph_json(std::string& out, const StageGraph& graph, const Change* change);
// For Graphviz.
void write_graph_dot(std::string& out, const StageGraph& graph);
// For Mermaid, as in Markdown.
void write_graph_mermaid(std::string& out, const StageGraph& graph);
// A whole SVG file. Arrows lead from left to right: from what is used to who uses it.
void write_graph_svg(std::string& out, const StageGraph& graph);

// "build", or "stage 2" for a stage without name.
std::string graph_label(const StageGraph& graph, uint32_t stage);

}  // namespace dflint
