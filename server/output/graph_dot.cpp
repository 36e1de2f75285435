// The graph in the language of Graphviz.
#include <fmt/core.h>

#include "server/output/graph.h"
#include "server/output/utf8.h"

namespace dflint {
namespace {

// Between double quotes. A backslash begins an escape there, and an ampersand an entity of HTML.
std::string escaped(std::string_view text) {
  std::string printable, result;
  append_printable(printable, text);
  for (char c : printable) {
    if (c == '&') {
      result += "&amp;";
      continue;
    }
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

}  // namespace

void write_graph_dot(std::string& out, const StageGraph& graph) {
  out += "digraph stages {\n  rankdir=LR;\n  node [shape=box, fontname=\"monospace\"];\n";
  const auto line = [&]<typename... Args>(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out), format, std::forward<Args>(args)...);
  };
  for (size_t i = 0; i < graph.images.size(); ++i) {
    line("  i{} [label=\"{}\", shape=ellipse];\n", i, escaped(graph.images[i]));
  }
  for (uint32_t i = 0; i < graph.stages.size(); ++i) {
    const bool last = i + 1 == graph.stages.size();
    line("  s{} [label=\"{}\"{}];\n", i, escaped(graph_label(graph, i)),
         last                     ? ", penwidth=2"
         : graph.stages[i].needed ? ""
                                  : ", style=dashed, color=gray, fontcolor=gray");
  }
  for (const GraphEdge& edge : graph.edges) {
    line("  {}{} -> s{}{};\n", edge.image ? 'i' : 's', edge.to, edge.stage,
         edge.kind == EdgeKind::copy    ? " [label=\"COPY\", style=dashed]"
         : edge.kind == EdgeKind::mount ? " [label=\"mount\", style=dotted]"
                                        : "");
  }
  out += "}\n";
}

}  // namespace dflint
