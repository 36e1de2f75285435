// Diagnostics of all Dockerfiles, open or not, for who asks.
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "server/lsp/areas.h"
#include "server/lsp/diagnostics.h"
#include "server/lsp/tour.h"
#include "server/lsp/uri.h"

namespace dflint::lsp {
namespace {

// A token as JSON; empty where there is none.
std::string token_at(const json& params, const char* name) {
  const json& token = value_at(params, {name});
  if (!token.is_string() && !token.is_number_integer()) return {};
  return token.dump(-1, ' ', false, json::error_handler_t::replace);
}

// What the client knows of a file.
struct Previous {
  std::string uri, result_id;
  bool reported = false;
};

// One request on its way.
class Report {
 public:
  Report(Server& server, Pending pending, const json& params)
      : server_(server),
        pending_(std::move(pending)),
        partial_(token_at(params, "partialResultToken")),
        progress_(token_at(params, "workDoneToken")) {
    for (const json& one : elements_of(value_at(params, {"previousResultIds"}))) {
      const std::string& uri = text_at(one, {"uri"});
      if (uri.empty()) continue;
      const std::string path = path_of_uri(uri);
      previous_[path.empty() ? uri : path] = {uri, text_at(one, {"value"})};
    }
  }

  void begin() {
    progress(
        R"({"kind":"begin","title":"Checking Dockerfiles","cancellable":false,"percentage":0})");
    Session& session = server_.session();
    for (auto& [uri, document] : session.documents()) {
      const bool inside = !document.path.empty() && !session.folders.root_of(document.path).empty();
      if (inside) add_open(document);
    }
    hand_over();
  }

  // What the client has of a file; for the other thread, which only reads.
  const std::string& known(const std::string& path) const {
    static const std::string nothing;
    const auto found = previous_.find(path);
    return found == previous_.end() ? nothing : found->second.result_id;
  }

  void add(std::span<const Look> looks, size_t done, size_t count) {
    for (const Look& look : looks) {
      // Meanwhile opened.
      if (server_.session().find_path(look.path)) continue;
      const auto [uri, is_known] = uri_of(look.path);
      const bool unchanged = is_known && known(look.path) == look.result_id;
      add(uri, std::nullopt, look.result_id, unchanged ? nullptr : &look.items);
    }
    hand_over();
    const size_t percentage = count == 0 ? 100 : done * 100 / count;
    if (std::exchange(percentage_, percentage) == percentage) return;
    progress("{\"kind\":\"report\",\"message\":\"" + std::to_string(done) + " of " +
             std::to_string(count) + "\",\"percentage\":" + std::to_string(percentage) + "}");
  }

  void end() {
    if (!*pending_.cancelled) add_gone();
    if (!*pending_.cancelled) hand_over();
    progress(R"({"kind":"end"})");
    server_.answer(pending_, "{\"items\":[" + items_ + "]}");
  }

 private:
  void add_open(OpenDocument& document) {
    // As for one document: else the client is asked to pull again once it is settled.
    if (!server_.client().refreshes_diagnostics) server_.session().settle(document);
    const auto [uri, is_known] = uri_of(document.path);
    const std::string id = std::to_string(document.revision);
    if (is_known && known(document.path) == id) return add(document.uri, document.version, id);
    std::string items;
    append_diagnostics(items, document, server_.client());
    add(document.uri, document.version, id, &items);
  }

  // What was there and is there no more.
  void add_gone() {
    for (const auto& [path, previous] : previous_) {
      const bool is_open = server_.session().find(previous.uri) != nullptr;
      const std::string nothing = "[]";
      if (!previous.reported && !is_open) add(previous.uri, std::nullopt, "", &nothing);
    }
  }

  // As the client writes it, where it has said so.
  std::pair<std::string, bool> uri_of(const std::string& path) {
    const auto found = previous_.find(path);
    if (found == previous_.end()) return {uri_of_path(path), false};
    found->second.reported = true;
    return {found->second.uri, true};
  }

  // Without items: what the client has still holds.
  void add(const std::string& uri, std::optional<int64_t> version, const std::string& id,
           const std::string* items = nullptr) {
    if (!items_.empty()) items_ += ',';
    JsonText out(items_);
    out.begin_object();
    out.member("kind", items ? "full" : "unchanged");
    out.member("uri", uri);
    out.key("version");
    version ? out.raw(std::to_string(*version)) : out.null();
    if (!id.empty()) out.member("resultId", id);
    if (items) out.key("items"), out.raw(*items);
    out.end_object();
  }

  // To a client that takes results in pieces.
  void hand_over() {
    if (partial_.empty() || items_.empty()) return;
    send(partial_, "{\"items\":[" + std::exchange(items_, {}) + "]}");
  }

  void progress(std::string_view value) {
    if (!progress_.empty()) send(progress_, value);
  }

  void send(const std::string& token, std::string_view value) {
    server_.notify("$/progress", "{\"token\":" + token + ",\"value\":" + std::string(value) + "}");
  }

  Server& server_;
  const Pending pending_;
  const std::string partial_, progress_;
  std::map<std::string, Previous> previous_;  // by path, or by uri where it is none
  std::string items_;                         // not yet handed over
  size_t percentage_ = 0;
};

void workspace_diagnostics(Call& call) {
  Server& server = call.server;
  server.workspace_is_pulled();
  const Pending pending = server.answer_later();
  const auto report = std::make_shared<Report>(server, pending, call.params);
  report->begin();
  take_tour(server, pending,
            {[report](const Looker& looker, Look& look) {
               looker.find_diagnostics(look, report->known(look.path));
             },
             [report](std::span<Look> looks, size_t done, size_t count) {
               report->add(looks, done, count);
             },
             [report](std::span<const std::string>) { report->end(); }});
}

constexpr Method methods[] = {{"workspace/diagnostic", workspace_diagnostics}};

}  // namespace

Area workspace_diagnostics_area() { return {methods}; }

}  // namespace dflint::lsp
