// Formatting: of documents, of ranges, and while one types.
#include "server/features/formatting.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/lsp/areas.h"
#include "server/lsp/method.h"

namespace dflint::lsp {
namespace {

// What the editor says, then what the configuration says, which holds for everybody.
EditorFormat format_of(Call& call, const OpenDocument& document) {
  const json& options = value_at(call.params, {"options"});
  EditorFormat format;
  const json& size = value_at(options, {"tabSize"});
  if (size.is_number_unsigned())
    format.options.indent = static_cast<uint32_t>(std::min<uint64_t>(size.get<uint64_t>(), 16));
  const json& spaces = value_at(options, {"insertSpaces"});
  format.options.tabs = spaces.is_boolean() && !spaces.get<bool>();
  format.final_newline = is_true(options, {"insertFinalNewline"});
  format.single_lines = call.session.folders.choice_for(document.path).single_lines ||
                        is_true(options, {"ignoreMultilineInstructions"});
  if (document.settings->file) document.settings->file->format.apply_to(format.options);
  return format;
}

// nullptr where it is not open, or the configuration wants it to be left alone.
const OpenDocument* open_document(Call& call) {
  const OpenDocument* document = document_of(call);
  return document && !document->excluded ? document : nullptr;
}

// Each place once, in order.
void sort(std::vector<Edit>& edits) {
  const auto place = [](const Edit& edit) { return std::pair(edit.range.begin, edit.range.end); };
  std::stable_sort(edits.begin(), edits.end(),
                   [&](const Edit& a, const Edit& b) { return place(a) < place(b); });
  const auto same = [&](const Edit& a, const Edit& b) { return place(a) == place(b); };
  edits.erase(std::unique(edits.begin(), edits.end(), same), edits.end());
}

void format(Call& call) {
  const OpenDocument* document = open_document(call);
  if (!document) return call.result.null();
  View view(*document, call.client);
  std::string all = "[";
  for (const Part& part : document->parts) {
    append_edits(all, view, part, format_edits(*part.snapshot, format_of(call, *document)));
  }
  call.result.raw(all + "]");
}

void format_ranges(Call& call, const std::vector<json>& ranges) {
  const OpenDocument* document = open_document(call);
  if (!document) return call.result.null();
  View view(*document, call.client);
  const EditorFormat style = format_of(call, *document);
  std::string all = "[";
  for (const Part& part : document->parts) {
    std::vector<Edit> edits;
    for (const json& range : ranges) {
      for (const Touched& touched : touched_parts(*document, range_of(view, range))) {
        if (touched.part != &part) continue;
        for (Edit& edit : format_range_edits(*part.snapshot, touched.range, style))
          edits.push_back(std::move(edit));
      }
    }
    sort(edits);
    append_edits(all, view, part, edits);
  }
  call.result.raw(all + "]");
}

void format_range(Call& call) { format_ranges(call, {value_at(call.params, {"range"})}); }

void format_several(Call& call) {
  const json& ranges = elements_of(value_at(call.params, {"ranges"}));
  format_ranges(call, {ranges.begin(), ranges.end()});
}

void format_on_type(Call& call) {
  const OpenDocument* document = open_document(call);
  const std::optional<Spot> spot = spot_of(call);
  const std::string& typed = text_at(call.params, {"ch"});
  if (!document || !spot || typed.size() != 1) return call.result.null();
  View view(*document, call.client);
  write_edits(
      call.result, view, *spot->part,
      format_typed_edits(spot->snapshot(), spot->offset, typed[0], format_of(call, *document)));
}

constexpr Method methods[] = {{"textDocument/formatting", format},
                              {"textDocument/rangeFormatting", format_range},
                              {"textDocument/rangesFormatting", format_several},
                              {"textDocument/onTypeFormatting", format_on_type}};

void capabilities(JsonText& out, const Client&) {
  out.key("documentFormattingProvider"), out.boolean(true);
  out.key("documentRangeFormattingProvider");
  out.raw(R"({"rangesSupport":true})");
  out.key("documentOnTypeFormattingProvider");
  out.raw(R"({"firstTriggerCharacter":"\n","moreTriggerCharacter":["\\","`"]})");
}

}  // namespace

Area formatting_area() { return {methods, capabilities}; }

}  // namespace dflint::lsp
