// Definitions, references, highlights, rename, linked ranges, links, calls of stages.
#include "server/features/navigation.h"

#include <nlohmann/json.hpp>

#include "server/features/call_hierarchy.h"
#include "server/features/links.h"
#include "server/features/rename.h"
#include "server/lsp/areas.h"
#include "server/lsp/server.h"
#include "server/lsp/uri.h"

namespace dflint::lsp {
namespace {

void write_targets(Call& call, Spot& spot, const Targets& targets) {
  JsonText& out = call.result;
  out.begin_array();
  for (const Target& target : targets.list) {
    out.begin_object();
    if (call.client.definition_links) {
      out.key("originSelectionRange"), spot.write(out, targets.origin);
      out.member("targetUri", spot.document.uri);
      out.key("targetRange"), spot.write(out, target.whole);
      out.key("targetSelectionRange"), spot.write(out, target.name);
    } else {
      out.member("uri", spot.document.uri);
      out.key("range"), spot.write(out, target.name);
    }
    out.end_object();
  }
  out.end_array();
}

void definition(Call& call) {
  std::optional<Spot> spot = spot_of(call);
  if (!spot) return call.result.null();
  write_targets(call, *spot, definition_of(spot->snapshot(), spot->offset));
}

void declaration(Call& call) {
  std::optional<Spot> spot = spot_of(call);
  if (!spot) return call.result.null();
  write_targets(call, *spot, declaration_of(spot->snapshot(), spot->offset));
}

void references(Call& call) {
  std::optional<Spot> spot = spot_of(call);
  if (!spot) return call.result.null();
  const bool with_definitions = is_true(call.params, {"context", "includeDeclaration"});
  JsonText& out = call.result;
  out.begin_array();
  for (const Range range : references_to(spot->snapshot(), spot->offset, with_definitions)) {
    out.begin_object();
    out.member("uri", spot->document.uri);
    out.key("range"), spot->write(out, range);
    out.end_object();
  }
  out.end_array();
}

void highlight(Call& call) {
  std::optional<Spot> spot = spot_of(call);
  if (!spot) return call.result.null();
  constexpr uint64_t read = 2, write = 3;  // DocumentHighlightKind
  JsonText& out = call.result;
  out.begin_array();
  for (const Highlight& highlight : highlights_of(spot->snapshot(), spot->offset)) {
    out.begin_object();
    out.key("range"), spot->write(out, highlight.range);
    out.key("kind"), out.number(highlight.write ? write : read);
    out.end_object();
  }
  out.end_array();
}

void prepare(Call& call) {
  std::optional<Spot> spot = spot_of(call);
  if (!spot) return call.result.null();
  Renamable place = prepare_rename(spot->snapshot(), spot->offset);
  if (!place.refusal.empty()) throw RpcError{ErrorCode::request_failed, std::move(place.refusal)};
  if (!place.possible) return call.result.null();
  JsonText& out = call.result;
  out.begin_object();
  out.key("range"), spot->write(out, place.range);
  out.member("placeholder", place.name);
  out.end_object();
}

void rename(Call& call) {
  const json& name = value_at(call.params, {"newName"});
  if (!name.is_string()) throw RpcError{ErrorCode::invalid_params, "newName is missing"};
  std::optional<Spot> spot = spot_of(call);
  if (!spot) return call.result.null();
  Renaming result =
      dflint::rename(spot->snapshot(), spot->offset, name.get_ref<const std::string&>());
  if (!result.refusal.empty()) throw RpcError{ErrorCode::request_failed, std::move(result.refusal)};
  if (result.edits.empty()) return call.result.null();
  write_workspace_edit(call.result, call.client, *spot, *spot->part, result.edits);
}

void linked(Call& call) {
  std::optional<Spot> spot = spot_of(call);
  if (!spot) return call.result.null();
  const LinkedRanges linked = linked_ranges(spot->snapshot(), spot->offset);
  if (linked.ranges.size() < 2) return call.result.null();
  JsonText& out = call.result;
  out.begin_object();
  out.key("ranges");
  out.begin_array();
  for (const Range range : linked.ranges) spot->write(out, range);
  out.end_array();
  out.member("wordPattern", linked.pattern);
  out.end_object();
}

// Empty where there is nothing to open. The directory of a document is taken for its build context.
std::string target_of(Host& host, const OpenDocument& document, const Link& link) {
  if (!link.url.empty()) return link.url;
  if (document.path.empty()) return {};
  const std::string path = document.path.substr(0, document.path.rfind('/') + 1) + link.path;
  return host.type_of(path) == FileType::file ? uri_of_path(path) : std::string();
}

void links(Call& call) {
  const OpenDocument* document = document_of(call);
  if (!document) return call.result.null();
  View view(*document, call.client);
  JsonText& out = call.result;
  out.begin_array();
  for (const Part& part : document->parts) {
    for (const Link& link : links_of(*part.snapshot)) {
      const std::string target = target_of(call.server.host(), *document, link);
      if (target.empty()) continue;
      out.begin_object();
      view.write_member(out, "range", part, link.range);
      out.member("target", target);
      out.end_object();
    }
  }
  out.end_array();
}

void write_item(JsonText& out, View& view, const Part& part, const StageItem& item) {
  constexpr uint64_t symbol_class = 5;  // SymbolKind, as in the outline
  out.begin_object();
  out.member("name", item.name);
  out.key("kind"), out.number(symbol_class);
  out.member("detail", item.detail);
  out.member("uri", view.document.uri);
  view.write_member(out, "range", part, item.whole);
  view.write_member(out, "selectionRange", part, item.selection);
  out.end_object();
}

void prepare_calls(Call& call) {
  std::optional<Spot> spot = spot_of(call);
  if (!spot) return call.result.null();
  const std::optional<StageItem> item = stage_at(spot->snapshot(), spot->offset);
  if (!item) return call.result.null();
  call.result.begin_array();
  write_item(call.result, *spot, *spot->part, *item);
  call.result.end_array();
}

// Where the item of a request stands by now: clients give back what they were given.
std::optional<Spot> spot_of_item(Call& call) {
  const json& uri = value_at(call.params, {"item", "uri"});
  if (!uri.is_string()) throw RpcError{ErrorCode::invalid_params, "item.uri is missing"};
  const Position begin = position_of(value_at(call.params, {"item", "selectionRange", "start"}));
  const OpenDocument* document = call.session.find(uri.get_ref<const std::string&>());
  if (!document) return std::nullopt;
  return spot_at(call, *document, begin);
}

void write_calls(Call& call, Spot& spot, const std::vector<StageUse>& uses, std::string_view name) {
  JsonText& out = call.result;
  out.begin_array();
  for (const StageUse& use : uses) {
    out.begin_object();
    out.key(name), write_item(out, spot, *spot.part, use.other);
    out.key("fromRanges");
    out.begin_array();
    for (const Range range : use.places) spot.write(out, range);
    out.end_array();
    out.end_object();
  }
  out.end_array();
}

void incoming(Call& call) {
  std::optional<Spot> spot = spot_of_item(call);
  const auto item = spot ? stage_around(spot->snapshot(), spot->offset) : std::nullopt;
  if (!item) return call.result.null();
  write_calls(call, *spot, users_of(spot->snapshot(), item->stage), "from");
}

void outgoing(Call& call) {
  std::optional<Spot> spot = spot_of_item(call);
  const auto item = spot ? stage_around(spot->snapshot(), spot->offset) : std::nullopt;
  if (!item) return call.result.null();
  write_calls(call, *spot, used_by(spot->snapshot(), item->stage), "to");
}

constexpr Method methods[] = {
    {"textDocument/definition", definition},
    {"textDocument/declaration", declaration},
    {"textDocument/references", references},
    {"textDocument/documentHighlight", highlight},
    {"textDocument/prepareRename", prepare},
    {"textDocument/rename", rename},
    {"textDocument/linkedEditingRange", linked},
    {"textDocument/documentLink", links},
    {"textDocument/prepareCallHierarchy", prepare_calls},
    {"callHierarchy/incomingCalls", incoming},
    {"callHierarchy/outgoingCalls", outgoing},
};

void capabilities(JsonText& out, const Client&) {
  for (const std::string_view name :
       {"definitionProvider", "declarationProvider", "referencesProvider",
        "documentHighlightProvider", "linkedEditingRangeProvider", "callHierarchyProvider"}) {
    out.key(name), out.boolean(true);
  }
  out.key("renameProvider"), out.raw(R"({"prepareProvider":true})");
  out.key("documentLinkProvider"), out.raw(R"({"resolveProvider":false})");
}

}  // namespace

Area navigation_area() { return {methods, capabilities}; }

}  // namespace dflint::lsp
