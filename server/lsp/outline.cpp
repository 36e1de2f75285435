// Symbols, folds and selection ranges.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/features/folding.h"
#include "server/features/selection.h"
#include "server/features/symbols.h"
#include "server/lsp/areas.h"
#include "server/lsp/server.h"
#include "server/lsp/symbol_kind.h"

namespace dflint::lsp {
namespace {

void write_symbol(JsonText& out, View& view, const Part& part, const Symbol& symbol) {
  out.begin_object();
  out.member("name", symbol.name);
  if (!symbol.detail.empty()) out.member("detail", symbol.detail);
  out.key("kind"), out.number(number_of(symbol.kind));
  if (symbol.deprecated) out.key("tags"), out.raw("[1]");
  view.write_member(out, "range", part, symbol.range);
  view.write_member(out, "selectionRange", part, symbol.selection);
  if (!symbol.children.empty()) {
    out.key("children");
    out.begin_array();
    for (const Symbol& child : symbol.children) write_symbol(out, view, part, child);
    out.end_array();
  }
  out.end_object();
}

void write_location(JsonText& out, View& view, const Part& part, Range range) {
  out.key("location");
  out.begin_object();
  out.member("uri", view.document.uri);
  view.write_member(out, "range", part, range);
  out.end_object();
}

void write_flat(JsonText& out, View& view, const Part& part, const Symbol& symbol) {
  out.begin_object();
  out.member("name", symbol.name);
  out.key("kind"), out.number(number_of(symbol.kind));
  if (symbol.deprecated) out.key("deprecated"), out.boolean(true);
  write_location(out, view, part, symbol.range);
  out.end_object();
}

void document_symbols(Call& call) {
  const OpenDocument* document = document_of(call);
  if (!document) return call.result.null();
  View view(*document, call.client);
  JsonText& out = call.result;
  out.begin_array();
  for (const Part& part : document->parts) {
    if (call.client.hierarchical_symbols) {
      for (const Symbol& symbol : symbols(*part.snapshot)) write_symbol(out, view, part, symbol);
    } else {
      for (const Symbol& symbol : flat_symbols(*part.snapshot)) write_flat(out, view, part, symbol);
    }
  }
  out.end_array();
}

void folding_ranges(Call& call) {
  const OpenDocument* document = document_of(call);
  if (!document) return call.result.null();
  View view(*document, call.client);
  JsonText& out = call.result;
  uint32_t left = call.client.folding_limit;
  out.begin_array();
  for (const Part& part : document->parts) {
    for (const Fold& fold : folds(*part.snapshot)) {
      if (left-- == 0) return out.end_array();
      const Position begin = view.positions.of(part.outside(fold.range.begin));
      const Position end = view.positions.of(part.outside(fold.range.end));
      out.begin_object();
      out.key("startLine"), out.number(begin.line);
      out.key("endLine"), out.number(end.line);
      if (!call.client.line_folding_only) {
        out.key("startCharacter"), out.number(begin.character);
        out.key("endCharacter"), out.number(end.character);
      }
      if (fold.kind != FoldKind::code)
        out.member("kind", fold.kind == FoldKind::comment ? "comment" : "region");
      out.end_object();
    }
  }
  out.end_array();
}

// From the smallest range outwards: each is the parent of the one before.
void write_chain(JsonText& out, Spot& spot, const std::vector<Range>& ranges) {
  for (const Range& range : ranges) {
    if (&range != ranges.data()) out.key("parent");
    out.begin_object();
    out.key("range"), spot.write(out, range);
  }
  for (size_t i = 0; i < ranges.size(); ++i) out.end_object();
}

void selections(Call& call) {
  const OpenDocument* document = document_of(call);
  if (!document) return call.result.null();
  JsonText& out = call.result;
  out.begin_array();
  for (const json& position : elements_of(value_at(call.params, {"positions"}))) {
    if (std::optional<Spot> spot = spot_of(call, position)) {
      write_chain(out, *spot, selection_ranges(spot->snapshot(), spot->offset));
      continue;
    }
    // Outside of every Dockerfile there is nothing to widen to.
    View view(*document, call.client);
    const uint32_t at = view.positions.offset_of(position_of(position));
    out.begin_object();
    out.key("range"), view.write(out, Range{at, at});
    out.end_object();
  }
  out.end_array();
}

constexpr Method methods[] = {
    {"textDocument/documentSymbol", document_symbols},
    {"textDocument/foldingRange", folding_ranges},
    {"textDocument/selectionRange", selections},
};

void capabilities(JsonText& out, const Client&) {
  for (const char* provider :
       {"documentSymbolProvider", "foldingRangeProvider", "selectionRangeProvider"}) {
    out.key(provider), out.boolean(true);
  }
}

}  // namespace

Area outline_area() { return {methods, capabilities}; }

}  // namespace dflint::lsp
