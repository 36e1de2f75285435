// Hints between the words, and lines above FROM.
#include "server/features/code_lenses.h"
#include "server/features/inlay_hints.h"
#include "server/lsp/areas.h"
#include "server/lsp/commands.h"
#include "server/lsp/context_sizes.h"
#include "server/lsp/server.h"

namespace dflint::lsp {
namespace {

// The files of the build context of a document.
struct Scope {
  ContextSizes& sizes;
  const OpenDocument& document;
};

std::optional<TakenFiles> count(const void* scope, std::span<const std::string_view> sources) {
  const auto& [sizes, document] = *static_cast<const Scope*>(scope);
  const std::optional<ContextSize> size = sizes.of(document.around, sources);
  if (!size) return std::nullopt;
  return TakenFiles{size->files, size->bytes, size->more};
}

void inlay_hint(Call& call) {
  JsonText& out = call.result;
  out.begin_array();
  if (const OpenDocument* document = document_of(call)) {
    View view(*document, call.client);
    const Scope scope = {call.server.context_sizes(), *document};
    // Of a block in Markdown nobody knows what it would be built with.
    const bool has_context = document->around.tree && document->language == Language::dockerfile;
    const ContextFiles files = {&scope, has_context ? count : nullptr};
    const Range range = range_of(view, value_at(call.params, {"range"}));
    const HintOptions& hints = call.session.folders.choice_for(document->path).hints;
    for (const Touched& touched : touched_parts(*document, range)) {
      const Part& part = *touched.part;
      for (const InlayHint& hint : inlay_hints(*part.snapshot, touched.range, hints, files)) {
        out.begin_object();
        out.key("position"), view.write(out, view.positions.of(part.outside(hint.offset)));
        out.member("label", hint.text);
        out.key("paddingLeft"), out.boolean(true);
        if (!hint.tooltip.empty()) out.member("tooltip", hint.tooltip);
        out.end_object();
      }
    }
  }
  out.end_array();
}

// A client that can list places does so; for others the server says where they are.
void write_command(JsonText& out, View& view, const Client& client, const Part& part,
                   const CodeLens& lens) {
  out.key("command");
  out.begin_object();
  out.member("title", lens.title);
  out.member("command", client.shows_references ? client_references_command : references_command);
  out.key("arguments");
  out.begin_array();
  out.string(view.document.uri);
  view.write(out, view.positions.of(part.outside(lens.range.begin)));
  out.begin_array();
  for (const Range place : lens.places) {
    out.begin_object();
    out.member("uri", view.document.uri);
    view.write_member(out, "range", part, place);
    out.end_object();
  }
  out.end_array();
  out.end_array();
  out.end_object();
}

void code_lens(Call& call) {
  JsonText& out = call.result;
  out.begin_array();
  if (const OpenDocument* document = document_of(call)) {
    View view(*document, call.client);
    const LensOptions& lenses = call.session.folders.choice_for(document->path).lenses;
    for (const Part& part : document->parts) {
      for (const CodeLens& lens : code_lenses(*part.snapshot, lenses)) {
        out.begin_object();
        view.write_member(out, "range", part, lens.range);
        write_command(out, view, call.client, part, lens);
        out.end_object();
      }
    }
  }
  out.end_array();
}

constexpr Method methods[] = {{"textDocument/inlayHint", inlay_hint},
                              {"textDocument/codeLens", code_lens}};

void capabilities(JsonText& out, const Client&) {
  out.key("inlayHintProvider"), out.boolean(true);
  out.key("codeLensProvider");
  out.begin_object();
  out.end_object();
}

}  // namespace

Area hints_area() { return {methods, capabilities}; }

}  // namespace dflint::lsp
