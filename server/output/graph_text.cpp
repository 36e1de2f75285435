// The graph as a list of stages, each with what it uses.
#include <fmt/core.h>

#include "server/output/graph.h"
#include "server/output/utf8.h"

namespace dflint {
namespace {

std::string_view verb(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::base:
      return "from";
    case EdgeKind::copy:
      return "copies from";
    case EdgeKind::mount:
      break;
  }
  return "mounts";
}

void write_change(std::string& out, const StageGraph& graph, const Change& change) {
  out += "\nA change of ";
  append_printable(out, change.path);
  if (!change.ignored_by.empty()) {
    out += " runs nothing again: the ignore file leaves it out (";
    append_printable(out, change.ignored_by);
    out += ")\n";
    return;
  }
  if (change.runs.empty()) {
    out += " runs nothing again\n";
    return;
  }
  out += " runs again:\n";
  for (const Rerun& run : change.runs) {
    fmt::format_to(std::back_inserter(out), "  line {}, ", run.line);
    append_printable(out, graph_label(graph, run.stage));
    out += ": ";
    append_sentence(out, run.text);
    if (!run.certain) out += run.reads ? " (if it takes the file)" : " (if what it takes changed)";
    out += '\n';
  }
}

}  // namespace

std::string graph_label(const StageGraph& graph, uint32_t stage) {
  const std::string& name = graph.stages[stage].name;
  return name.empty() ? fmt::format("stage {}", stage) : name;
}

void write_graph_text(std::string& out, const StageGraph& graph, const Change* change) {
  if (graph.stages.empty()) out += "no stages\n";
  size_t edge = 0;
  for (uint32_t i = 0; i < graph.stages.size(); ++i) {
    const GraphStage& stage = graph.stages[i];
    append_number(out, i);
    if (!stage.name.empty()) out += ' ';
    append_printable(out, stage.name);
    fmt::format_to(std::back_inserter(out), " (line {})", stage.line);
    if (i + 1 == graph.stages.size())
      out += ", the last stage";
    else if (!stage.needed)
      out += ", not needed by the last stage";
    out += '\n';
    for (; edge < graph.edges.size() && graph.edges[edge].stage == i; ++edge) {
      const GraphEdge& one = graph.edges[edge];
      fmt::format_to(std::back_inserter(out), "  {} {} ", verb(one.kind),
                     one.image                           ? "image"
                     : graph.stages[one.to].name.empty() ? ""
                                                         : "stage");
      if (out.ends_with("  ")) out.pop_back();  // an unnamed stage has the word in its label
      append_printable(out, one.image ? graph.images[one.to] : graph_label(graph, one.to));
      if (one.kind == EdgeKind::base) {
        if (!stage.platform.empty()) out += " for ", append_printable(out, stage.platform);
      } else {
        fmt::format_to(std::back_inserter(out), " (line {})", one.line);
      }
      out += '\n';
    }
  }
  if (change) write_change(out, graph, *change);
}

}  // namespace dflint
