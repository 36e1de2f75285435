// Reads the file, and the ignore file beside it where a change is asked about.
#include "server/cli/graph.h"

#include <optional>

#include "server/cli/output.h"
#include "server/cli/run.h"
#include "server/cli/source.h"
#include "server/context.h"
#include "server/features/graph.h"
#include "server/output/graph.h"

namespace dflint {

int print_graph(Host& host, const GraphArguments& arguments) {
  Output output(host);
  Result<std::string> text = read_dockerfile(host, arguments.path);
  if (!text.ok()) {
    output.trouble(arguments.path, text.error);
    return status_trouble;
  }
  const Document document = parse(Text(std::move(text.value)));
  const Plan planned = plan(document);
  const StageGraph graph = stage_graph(document, planned);
  std::optional<Change> change;
  if (!arguments.changed.empty()) {
    ContextFinder contexts(host);
    // Standard input lies nowhere: nothing is known of its context.
    const ContextFinder::Found around =
        arguments.path == "-" ? ContextFinder::Found() : contexts.of(arguments.path);
    change = change_of(document, planned, arguments.changed, around.ignore.get());
  }
  const Change* asked = change ? &*change : nullptr;

  std::string out;
  switch (arguments.format) {
    case GraphFormat::text:
      write_graph_text(out, graph, asked);
      break;
    case GraphFormat::dot:
      write_graph_dot(out, graph);
      break;
    case GraphFormat::mermaid:
      write_graph_mermaid(out, graph);
      break;
    case GraphFormat::svg:
      write_graph_svg(out, graph);
      break;
    case GraphFormat::json:
      write_graph_json(out, graph, asked);
      break;
  }
  output.write(out);
  return output.finish() ? status_clean : status_trouble;
}

}  // namespace dflint
