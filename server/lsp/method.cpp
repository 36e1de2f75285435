// Reads what most parameters hold, and writes what most results hold.
#include "server/lsp/method.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace dflint::lsp {
namespace {

uint32_t count_of(const json& value) {
  if (!value.is_number_integer()) throw RpcError{ErrorCode::invalid_params, "a position is wrong"};
  if (value.is_number_unsigned()) {
    return static_cast<uint32_t>(std::min<uint64_t>(value.get<uint64_t>(), UINT32_MAX));
  }
  return 0;  // below it
}

}  // namespace

Position position_of(const json& value) {
  return {count_of(value_at(value, {"line"})), count_of(value_at(value, {"character"}))};
}

OpenDocument* document_of(Call& call) {
  const json& uri = value_at(call.params, {"textDocument", "uri"});
  if (!uri.is_string()) throw RpcError{ErrorCode::invalid_params, "textDocument.uri is missing"};
  return call.session.find(uri.get_ref<const std::string&>());
}

void View::write(JsonText& out, Position position) {
  out.begin_object();
  out.key("line"), out.number(position.line);
  out.key("character"), out.number(position.character);
  out.end_object();
}

void View::write(JsonText& out, Range range) {
  out.begin_object();
  out.key("start"), write(out, positions.of(range.begin));
  out.key("end"), write(out, positions.of(range.end));
  out.end_object();
}

void View::write(JsonText& out, const Part& part, Range range) { write(out, part.outside(range)); }

std::optional<Spot> spot_of(Call& call) {
  return spot_of(call, value_at(call.params, {"position"}));
}

std::optional<Spot> spot_of(Call& call, const json& position) {
  const Position wanted = position_of(position);
  const OpenDocument* document = document_of(call);
  if (!document) return std::nullopt;
  return spot_at(call, *document, wanted);
}

std::optional<Spot> spot_at(Call& call, const OpenDocument& document, Position wanted) {
  Spot spot(document, call.client);
  const uint32_t offset = spot.positions.offset_of(wanted);
  for (const Part& part : document.parts) {
    if (offset < part.begin || offset > part.last()) continue;
    spot.part = &part;
    spot.offset = part.inside(offset);
    return spot;
  }
  return std::nullopt;
}

std::vector<Touched> touched_parts(const OpenDocument& document, Range range) {
  std::vector<Touched> touched;
  for (const Part& part : document.parts) {
    if (range.end < part.begin || range.begin > part.last()) continue;
    touched.push_back({&part, {part.inside(range.begin), part.inside(range.end)}});
  }
  return touched;
}

Range range_of(View& view, const json& range) {
  const uint32_t begin = view.positions.offset_of(position_of(value_at(range, {"start"})));
  const uint32_t end = view.positions.offset_of(position_of(value_at(range, {"end"})));
  return {std::min(begin, end), std::max(begin, end)};
}

void write_edits(JsonText& out, View& view, const Part& part, const std::vector<Edit>& edits) {
  out.begin_array();
  for (const Edit& edit : edits) {
    const Edit shown = part.inset ? part.inset->edit_outside(view.document.text().bytes(), edit)
                                  : Edit{part.outside(edit.range), edit.text};
    out.begin_object();
    out.key("range"), view.write(out, shown.range);
    out.member("newText", shown.text);
    out.end_object();
  }
  out.end_array();
}

void append_edits(std::string& all, View& view, const Part& part, const std::vector<Edit>& edits) {
  std::string text;
  JsonText json(text);
  write_edits(json, view, part, edits);
  if (text.size() > 2) all.append(all.size() > 1 ? "," : "").append(text, 1, text.size() - 2);
}

void write_workspace_edit(JsonText& out, const Client& client, const OpenDocument& document,
                          std::string_view edits) {
  out.begin_object();
  if (client.document_changes) {
    out.key("documentChanges");
    out.begin_array();
    out.begin_object();
    out.key("textDocument");
    out.begin_object();
    out.member("uri", document.uri);
    out.key("version"), out.raw(std::to_string(document.version));
    out.end_object();
    out.key("edits"), out.raw(edits);
    out.end_object();
    out.end_array();
  } else {
    out.key("changes");
    out.begin_object();
    std::string key;
    append_json_string(key, document.uri);
    // The key of a map is no name of ours.
    out.key(std::string_view(key).substr(1, key.size() - 2)), out.raw(edits);
    out.end_object();
  }
  out.end_object();
}

void write_workspace_edit(JsonText& out, const Client& client, View& view, const Part& part,
                          const std::vector<Edit>& edits) {
  std::string text;
  JsonText json(text);
  write_edits(json, view, part, edits);
  write_workspace_edit(out, client, view.document, text);
}

void write_markup(JsonText& out, bool markdown, std::string_view text) {
  out.begin_object();
  out.member("kind", markdown ? "markdown" : "plaintext");
  out.member("value", text);
  out.end_object();
}

}  // namespace dflint::lsp
