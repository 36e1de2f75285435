// dflint/stageGraph, a request of our own:
//
//   {textDocument, format?: "json" | "text" | "dot" | "mermaid" | "svg", changed?: path}
//
// The result is an object for "json" (as `dflint graph --format json` prints it), else a string;
// null where the document is not open. Of a Markdown file it is the first Dockerfile in it, or with
// `position` the one there.
#include "server/features/graph.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "server/lsp/areas.h"
#include "server/lsp/method.h"
#include "server/output/graph.h"

namespace dflint::lsp {
namespace {

const Part* part_of(Call& call) {
  if (value_at(call.params, {"position"}).is_object()) {
    const std::optional<Spot> spot = spot_of(call);
    return spot ? spot->part : nullptr;
  }
  const OpenDocument* document = document_of(call);
  return document && !document->parts.empty() ? &document->parts.front() : nullptr;
}

void stage_graph(Call& call) {
  const Part* part = part_of(call);
  if (!part) return call.result.null();
  const Snapshot& snapshot = *part->snapshot;
  const StageGraph graph = dflint::stage_graph(snapshot.document, snapshot.plan);
  std::optional<dflint::Change> change;
  if (const std::string& path = text_at(call.params, {"changed"}); !path.empty()) {
    const OpenDocument* document = document_of(call);
    change = change_of(snapshot.document, snapshot.plan, path, document->around.ignore.get());
  }
  const dflint::Change* asked = change ? &*change : nullptr;

  const std::string& format = text_at(call.params, {"format"});
  std::string text;
  if (format.empty() || format == "json") {
    write_graph_json(text, graph, asked);
    text.pop_back();  // the end of the line
    return call.result.raw(text);
  }
  if (format == "text")
    write_graph_text(text, graph, asked);
  else if (format == "dot")
    write_graph_dot(text, graph);
  else if (format == "mermaid")
    write_graph_mermaid(text, graph);
  else if (format == "svg")
    write_graph_svg(text, graph);
  else
    throw RpcError{ErrorCode::invalid_params, "format is none of json, text, dot, mermaid, svg"};
  call.result.string(text);
}

constexpr Method methods[] = {{"dflint/stageGraph", stage_graph}};

}  // namespace

Area graph_area() { return {methods}; }

}  // namespace dflint::lsp
