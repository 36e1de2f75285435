// Keeps texts in step with the client's.
#include "server/lsp/areas.h"

#include <nlohmann/json.hpp>
#include "server/lsp/server.h"

namespace dflint::lsp {
namespace {

const std::string& string_in(const json& params, std::initializer_list<const char*> path) {
  const json& found = value_at(params, path);
  if (!found.is_string()) throw RpcError{ErrorCode::invalid_params, "a text is missing"};
  return found.get_ref<const std::string&>();
}

int64_t version_in(const json& params) {
  const json& version = value_at(params, {"textDocument", "version"});
  return version.is_number_integer() ? version.get<int64_t>() : 0;
}

void opened(Call& call) {
  const std::string& uri = string_in(call.params, {"textDocument", "uri"});
  call.session.open(uri, text_at(call.params, {"textDocument", "languageId"}),
                    version_in(call.params), string_in(call.params, {"textDocument", "text"}));
  call.server.opened(uri);
}

// All of a batch are read before the first is applied: a broken one must not leave half of it.
void changed(Call& call) {
  const std::string& uri = string_in(call.params, {"textDocument", "uri"});
  std::vector<Change> changes;
  for (const json& change : elements_of(value_at(call.params, {"contentChanges"}))) {
    Change& one = changes.emplace_back();
    one.text = string_in(change, {"text"});
    const json& range = value_at(change, {"range"});
    if (range.is_null()) continue;
    one.range = {position_of(value_at(range, {"start"})), position_of(value_at(range, {"end"}))};
  }
  const OpenDocument* document = call.session.find(uri);
  if (!document) throw RpcError{ErrorCode::invalid_params, uri + " is not open"};
  const int64_t version = version_in(call.params);
  if (version < document->version) {
    call.server.log(uri + ": version " + std::to_string(version) + " came after version " +
                    std::to_string(document->version));
  }
  call.session.change(uri, version, changes);
  call.server.touched(uri);
}

void closed(Call& call) {
  const std::string& uri = string_in(call.params, {"textDocument", "uri"});
  const OpenDocument* document = call.session.find(uri);
  if (!document) return;
  call.server.closed(*document);
  call.session.close(document->uri);
}

// It may be new to the build context, as may be what was done meanwhile.
void saved(Call& call) { call.server.context_changed(); }

constexpr Method methods[] = {
    {"textDocument/didOpen", opened, true},
    {"textDocument/didChange", changed, true},
    {"textDocument/didClose", closed, true},
    {"textDocument/didSave", saved, true},
};

void capabilities(JsonText& out, const Client&) {
  out.key("textDocumentSync");
  out.raw(R"({"openClose":true,"change":2,"save":{"includeText":false}})");
}

}  // namespace

Area documents_area() { return {methods, capabilities}; }

}  // namespace dflint::lsp
