// Reads, lints and remembers files.
#include "server/lsp/closed_files.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "server/lsp/diagnostics.h"
#include "server/lsp/scripts.h"
#include "server/lsp/uri.h"

namespace dflint::lsp {
namespace {

// A list of files serves that long, or this many times what it took to make.
constexpr std::chrono::seconds shortest_use{2};
constexpr int use_per_cost = 20;

// Nothing where there is no text that the builder could read.
std::optional<std::string> text_of(Host& host, const std::string& path) {
  Result<std::string> text = host.read_file(path);
  const bool utf16 = text.value.starts_with("\xff\xfe") || text.value.starts_with("\xfe\xff");
  if (!text.ok() || utf16) return std::nullopt;
  return std::move(text.value);
}

std::string id_of(const std::string& items) {
  // Open documents count; theirs are numbers.
  return "closed-" + std::to_string(std::hash<std::string>()(items));
}

// As if it were open.
OpenDocument document_of(const Look& look, const SettingsFinder::Found& found,
                         ContextFinder::Found around, std::string text) {
  OpenDocument document;
  document.uri = uri_of_path(look.path);
  document.path = look.path;
  document.configuration = look.configuration;
  document.settings = found.settings;
  document.excluded = found.excluded;
  document.around = std::move(around);
  document.parts.resize(1);
  const BuildContext context = document.around.context();
  document.parts[0].snapshot = snapshot(Text(std::move(text)), document.rules(), &context);
  return document;
}

}  // namespace

void Looker::find_diagnostics(Look& look, const std::string& client_has) const {
  const Settings& settings = *look.configuration->settings.of(look.path).settings;
  ContextFinder::Found around = look.configuration->contexts.of(look.path, settings.context);
  // Before the text: of what comes in between the old stamp does not know.
  std::string stamp = host.stamp_of(look.path);
  const bool same = !stamp.empty() && stamp == look.stamp && around.ignore == look.ignore;
  look.items.clear();
  if (same && !look.result_id.empty() && look.result_id == client_has) return;
  if (stamp.empty() || stamp != look.stamp) look.symbols = nullptr;
  look.stamp = std::move(stamp);
  look.ignore = around.ignore;
  const SettingsFinder::Found found = look.configuration->settings.of(look.path);
  look.items = "[]";
  std::optional<std::string> text;
  if (!found.excluded) text = text_of(host, look.path);
  if (text) {
    OpenDocument document = document_of(look, found, std::move(around), std::move(*text));
    Part& part = document.parts[0];
    if (shellcheck && found.settings->shellcheck != UseShellcheck::off) {
      part.scripts = script_findings(*part.snapshot, *shellcheck, document.rules(), Unread::leave);
    }
    look.items.clear();
    append_diagnostics(look.items, document, *client);
  }
  look.result_id = id_of(look.items);
  if (look.result_id == client_has) look.items.clear();
}

void Looker::find_symbols(Look& look) const {
  std::string stamp = host.stamp_of(look.path);
  if (!stamp.empty() && stamp == look.stamp && look.symbols) return;
  if (stamp.empty() || stamp != look.stamp) look.result_id.clear();
  look.stamp = std::move(stamp);
  Snapshot snapshot;  // in its place: the plan holds views into the document
  snapshot.document = parse(Text(text_of(host, look.path).value_or("")));
  snapshot.plan = plan(snapshot.document);
  PositionMap positions(snapshot.document.text, client->encoding);
  auto found = std::make_shared<std::vector<FileSymbol>>();
  for (FoundSymbol& symbol : dflint::find_symbols(snapshot, "")) {
    found->push_back({symbol.kind, std::move(symbol.name), std::move(symbol.container),
                      positions.of(symbol.range.begin), positions.of(symbol.range.end)});
  }
  look.symbols = std::move(found);
}

std::shared_ptr<const std::vector<std::string>> ClosedFiles::list() const {
  return std::chrono::steady_clock::now() < good_until_ ? list_ : nullptr;
}

void ClosedFiles::set_list(std::vector<std::string> paths, std::chrono::steady_clock::duration cost,
                           uint64_t asked_for) {
  std::unordered_map<std::string, Known> still_there;
  for (const std::string& path : paths) {
    if (auto known = known_.extract(path)) still_there.insert(std::move(known));
  }
  known_ = std::move(still_there);
  if (asked_for != list_number_) return;
  ++list_number_;
  list_ = std::make_shared<const std::vector<std::string>>(std::move(paths));
  const std::chrono::steady_clock::duration shortest = shortest_use;
  good_until_ = std::chrono::steady_clock::now() + std::max(shortest, cost * use_per_cost);
}

Look ClosedFiles::look(const std::string& path, ConfigurationPtr configuration) const {
  Look look;
  look.path = path;
  if (const auto found = known_.find(path); found != known_.end()) {
    const Known& known = found->second;
    look.stamp = known.stamp;
    look.symbols = known.symbols;
    look.ignore = known.ignore;
    look.result_id = known.result_id;
  }
  look.times_forgotten = times_forgotten_;
  look.configuration = std::move(configuration);
  return look;
}

void ClosedFiles::take(const Look& look) {
  Known& known = known_[look.path];
  const bool holds = look.times_forgotten == times_forgotten_;
  known = {look.stamp, holds ? look.result_id : "", look.ignore, look.symbols, list_number_};
}

FileSymbols ClosedFiles::symbols(const std::string& path) const {
  const auto found = known_.find(path);
  return found == known_.end() ? nullptr : found->second.symbols;
}

bool ClosedFiles::knows_symbols(const std::string& path) const {
  const auto found = known_.find(path);
  return found != known_.end() && found->second.symbols && found->second.symbols_in == list_number_;
}

void ClosedFiles::forget_diagnostics(const std::function<bool(const std::string& path)>& of) {
  ++times_forgotten_;
  for (auto& [path, known] : known_) {
    if (of(path)) known.result_id.clear();
  }
}

}  // namespace dflint::lsp
