// Symbols of all Dockerfiles, open or not.
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "analysis/unicode.h"
#include "server/features/symbols.h"
#include "server/lsp/areas.h"
#include "server/lsp/symbol_kind.h"
#include "server/lsp/tour.h"
#include "server/lsp/uri.h"

namespace dflint::lsp {
namespace {

// Nobody reads more; what fits best goes first then.
constexpr size_t most_symbols = 1000;

struct Hit {
  FileSymbol symbol;
  std::string uri;
};

// The smaller the better.
int distance(const std::string& name, const std::string& lower_query) {
  const size_t at = to_lower(name).find(lower_query);
  if (at == std::string::npos) return 3;
  if (at > 0) return 2;
  return name.size() > lower_query.size() ? 1 : 0;
}

void add_open(std::vector<Hit>& hits, const OpenDocument& document, const Client& client,
              const std::string& query) {
  View view(document, client);
  for (const Part& part : document.parts) {
    for (FoundSymbol& symbol : find_symbols(*part.snapshot, query)) {
      hits.push_back({{symbol.kind, std::move(symbol.name), std::move(symbol.container),
                       view.positions.of(part.outside(symbol.range.begin)),
                       view.positions.of(part.outside(symbol.range.end))},
                      document.uri});
    }
  }
}

void add_closed(std::vector<Hit>& hits, const std::string& path, const FileSymbols& symbols,
                const std::string& query) {
  if (!symbols) return;
  for (const FileSymbol& symbol : *symbols) {
    if (matches_query(symbol.name, query)) hits.push_back({symbol, uri_of_path(path)});
  }
}

void write(JsonText& out, std::string_view key, Position position) {
  out.key(key);
  out.begin_object();
  out.key("line"), out.number(position.line);
  out.key("character"), out.number(position.character);
  out.end_object();
}

void write(JsonText& out, const Hit& hit) {
  out.begin_object();
  out.member("name", hit.symbol.name);
  out.key("kind"), out.number(number_of(hit.symbol.kind));
  if (!hit.symbol.container.empty()) out.member("containerName", hit.symbol.container);
  out.key("location");
  out.begin_object();
  out.member("uri", hit.uri);
  out.key("range");
  out.begin_object();
  write(out, "start", hit.symbol.begin);
  write(out, "end", hit.symbol.end);
  out.end_object();
  out.end_object();
  out.end_object();
}

// Of what is known now: open documents first, then the others in order of their paths.
void write_symbols(JsonText& out, Server& server, std::span<const std::string> paths,
                   const std::string& query) {
  std::vector<Hit> hits;
  Session& session = server.session();
  for (const auto& [uri, document] : session.documents()) {
    add_open(hits, document, server.client(), query);
  }
  for (const std::string& path : paths) {
    if (session.find_path(path)) continue;
    add_closed(hits, path, server.closed_files().symbols(path), query);
  }
  if (hits.size() > most_symbols) {
    const std::string lower = to_lower(query);
    std::ranges::stable_sort(hits, {},
                             [&](const Hit& hit) { return distance(hit.symbol.name, lower); });
    hits.resize(most_symbols);
  }
  out.begin_array();
  for (const Hit& hit : hits) write(out, hit);
  out.end_array();
}

// Whether every file was looked at since the list of them was made.
bool all_known(Server& server, std::span<const std::string> paths) {
  return std::ranges::all_of(paths, [&](const std::string& path) {
    return server.closed_files().knows_symbols(path) || server.session().find_path(path);
  });
}

void workspace_symbols(Call& call) {
  Server& server = call.server;
  const std::string& query = text_at(call.params, {"query"});
  if (call.session.folders.roots().empty()) return write_symbols(call.result, server, {}, query);
  if (const auto paths = server.closed_files().list(); paths && all_known(server, *paths)) {
    return write_symbols(call.result, server, *paths, query);
  }
  const Pending pending = server.answer_later();
  take_tour(server, pending,
            {[](const Looker& looker, Look& look) { looker.find_symbols(look); },
             [](std::span<Look>, size_t, size_t) {},
             [&server, pending, query](std::span<const std::string> paths) {
               std::string result;
               JsonText out(result);
               if (!*pending.cancelled) write_symbols(out, server, paths, query);
               server.answer(pending, result);
             }});
}

constexpr Method methods[] = {{"workspace/symbol", workspace_symbols}};

void capabilities(JsonText& out, const Client&) {
  out.key("workspaceSymbolProvider"), out.boolean(true);
}

}  // namespace

Area workspace_symbols_area() { return {methods, capabilities}; }

}  // namespace dflint::lsp
