// The graph in the language of Mermaid.
#include <fmt/core.h>

#include "server/output/graph.h"
#include "server/output/utf8.h"

namespace dflint {
namespace {

// Between double quotes: what means something to Mermaid, Markdown or HTML as the number of the
// character.
std::string escaped(std::string_view text) {
  std::string printable, result;
  append_printable(printable, text);
  for (char c : printable) {
    if (std::string_view("\"#&<>\\`").find(c) == std::string_view::npos) {
      result += c;
    } else {
      result += fmt::format("#{};", static_cast<unsigned>(c));
    }
  }
  return result;
}

}  // namespace

void write_graph_mermaid(std::string& out, const StageGraph& graph) {
  out += "flowchart LR\n";
  const auto line = [&]<typename... Args>(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out), format, std::forward<Args>(args)...);
  };
  for (size_t i = 0; i < graph.images.size(); ++i) {
    line("  i{}([\"{}\"])\n", i, escaped(graph.images[i]));
  }
  for (uint32_t i = 0; i < graph.stages.size(); ++i) {
    line("  s{}[\"{}\"]\n", i, escaped(graph_label(graph, i)));
  }
  for (const GraphEdge& edge : graph.edges) {
    line("  {}{} {} s{}\n", edge.image ? 'i' : 's', edge.to,
         edge.kind == EdgeKind::copy    ? "-. \"COPY\" .->"
         : edge.kind == EdgeKind::mount ? "-. \"mount\" .->"
                                        : "-->",
         edge.stage);
  }
  const std::vector<uint32_t> unused = graph.unused();
  if (unused.empty()) return;
  out += "  classDef unused stroke-dasharray:4 3,opacity:0.6\n  class ";
  for (uint32_t number : unused) line("{}s{}", number == unused.front() ? "" : ",", number);
  out += " unused\n";
}

}  // namespace dflint
