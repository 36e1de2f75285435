// The graph as JSON: stages, images and edges by their numbers.
#include "server/output/graph.h"
#include "server/output/json_text.h"

namespace dflint {
namespace {

constexpr std::string_view kinds[] = {"base", "copy", "mount"};

void write_stage(JsonText& json, const GraphStage& stage, uint32_t number, bool last) {
  json.begin_object();
  json.key("number"), json.number(number);
  json.member("name", stage.name);
  json.member("platform", stage.platform);
  json.key("line"), json.number(stage.line);
  json.key("needed"), json.boolean(stage.needed);
  json.key("last"), json.boolean(last);
  json.end_object();
}

void write_edge(JsonText& json, const GraphEdge& edge) {
  json.begin_object();
  json.member("kind", kinds[static_cast<size_t>(edge.kind)]);
  json.key("stage"), json.number(edge.stage);
  json.key(edge.image ? "uses_image" : "uses_stage"), json.number(edge.to);
  json.key("line"), json.number(edge.line);
  json.end_object();
}

void write_change(JsonText& json, const Change& change) {
  json.key("changed");
  json.begin_object();
  json.member("path", change.path);
  json.member("ignored_by", change.ignored_by);
  json.key("runs");
  json.begin_array();
  for (const Rerun& run : change.runs) {
    json.begin_object();
    json.key("stage"), json.number(run.stage);
    json.key("line"), json.number(run.line);
    json.member("text", run.text);
    json.key("reads"), json.boolean(run.reads);
    json.key("certain"), json.boolean(run.certain);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

void write_graph_json(std::string& out, const StageGraph& graph, const Change* change) {
  JsonText json(out);
  json.begin_object();
  json.key("version"), json.number(1);
  json.key("stages");
  json.begin_array();
  for (uint32_t i = 0; i < graph.stages.size(); ++i) {
    write_stage(json, graph.stages[i], i, i + 1 == graph.stages.size());
  }
  json.end_array();
  json.key("images");
  json.begin_array();
  for (const std::string& image : graph.images) json.string(image);
  json.end_array();
  json.key("edges");
  json.begin_array();
  for (const GraphEdge& edge : graph.edges) write_edge(json, edge);
  json.end_array();
  json.key("unused");
  json.begin_array();
  for (uint32_t number : graph.unused()) json.number(number);
  json.end_array();
  if (change) write_change(json, *change);
  json.end_object();
  out += '\n';
}

}  // namespace dflint
