// Opens, changes and closes documents.
#include "server/lsp/session.h"

#include <algorithm>
#include <utility>

#include "analysis/common_ends.h"
#include "server/lsp/fences.h"
#include "server/lsp/uri.h"
#include "server/workspace.h"

namespace dflint::lsp {
namespace {

// More edits at once are put into the text first, and what follows from it is found out once.
constexpr size_t few_edits = 8;

// An edit that takes longer with all rules is followed by those of one instruction first.
constexpr std::chrono::microseconds quick{150};

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

Language language_of(std::string_view id, const std::string& path) {
  const std::string lower = to_lower(id);
  for (const char* known : {"dockerfile", "containerfile", "docker"}) {
    if (lower == known) return Language::dockerfile;
  }
  for (const char* known : {"markdown", "mdx", "rmd", "quarto"}) {
    if (lower == known) return Language::markdown;
  }
  if (is_dockerfile_name(name_of(path))) return Language::dockerfile;
  if (path.ends_with(".md") || path.ends_with(".markdown")) return Language::markdown;
  // A client that does not say what it is means what it was set up for.
  return id.empty() || lower == "plaintext" || lower == "text" ? Language::dockerfile
                                                               : Language::other;
}

BuildContext context_of(const OpenDocument& document) { return document.around.context(); }

CommonEnds kept_ends(const Document& now, const Document& then) {
  return common_ends(now.instructions.size(), then.instructions.size(), [&](size_t i, size_t k) {
    return now.instructions[i] == then.instructions[k];
  });
}

// ShellCheck's findings of instructions that an edit left alone.
std::vector<std::shared_ptr<const Findings>> kept_scripts(const Part& old, const Snapshot& now) {
  if (old.scripts.empty()) return {};
  const CommonEnds same = kept_ends(now.document, old.snapshot->document);
  std::vector<std::shared_ptr<const Findings>> scripts(now.document.instructions.size());
  std::copy_n(old.scripts.begin(), same.front, scripts.begin());
  std::copy_n(old.scripts.end() - static_cast<ptrdiff_t>(same.back), same.back,
              scripts.end() - static_cast<ptrdiff_t>(same.back));
  return scripts;
}

}  // namespace

const Findings& OpenDocument::findings(size_t part) const {
  if (findings_revision_ != revision) {
    findings_.assign(parts.size(), std::nullopt);
    findings_revision_ = revision;
  }
  std::optional<Findings>& known = findings_[part];
  if (known) return *known;
  const Snapshot& snapshot = *parts[part].snapshot;
  Findings scripts;
  for (const auto& some : parts[part].scripts) {
    if (some) scripts.insert(scripts.end(), some->begin(), some->end());
  }
  if (excluded) return known.emplace();
  return known.emplace(
      all_findings(snapshot.document, snapshot.plan, snapshot.lint, rules(), &scripts));
}

OpenDocument& Session::open(std::string uri, std::string_view language_id, int64_t version,
                            std::string text) {
  OpenDocument& document = documents_[uri];
  document = {};
  document.path = path_of_uri(uri);
  document.language = language_of(language_id, document.path);
  document.uri = std::move(uri);
  document.version = version;
  configure(document);
  set_text(document, Text(std::move(text)));
  return document;
}

void Session::configure(OpenDocument& document) {
  document.configuration = configuration_;
  std::string path = document.path;
  if (path.empty()) path = root.empty() ? "Dockerfile" : root + "/Dockerfile";
  const SettingsFinder::Found found = configuration_->settings.of(path);
  document.settings = found.settings;
  document.excluded = found.excluded;
  document.around =
      document.path.empty() ? ContextFinder::Found() : configuration_->contexts.of(document.path);
}

void Session::set_text(OpenDocument& document, Text text) {
  document.edition = document.revision = ++revisions_;
  const BuildContext context = context_of(document);
  document.unsettled = false;
  if (document.language == Language::dockerfile) {
    document.parts.resize(1);
    document.parts[0] = {0, snapshot(std::move(text), document.rules(), &context), {}};
    return;
  }
  std::vector<Part> old = std::move(document.parts);
  document.parts.clear();
  document.source = std::move(text);
  if (document.language != Language::markdown) return;
  for (const Range range : dockerfile_fences(document.source)) {
    const std::string_view bytes = document.source.bytes().substr(range.begin, range.size());
    const auto same = std::ranges::find_if(old, [&](const Part& part) {
      return part.snapshot && part.snapshot->document.text.bytes() == bytes;
    });
    if (same != old.end()) {
      document.parts.push_back(std::exchange(*same, {}));
      document.parts.back().begin = range.begin;
    } else {
      document.parts.push_back(
          {range.begin, snapshot(Text(std::string(bytes)), document.rules(), nullptr), {}});
    }
  }
}

void Session::apply(OpenDocument& document, Edit edit) {
  if (document.language != Language::dockerfile) {
    return set_text(document, document.source.with(edit));
  }
  step(document, edit, cost_ > quick ? Reach::edited : Reach::all);
  document.edition = document.revision;
}

void Session::step(OpenDocument& document, const Edit& edit, Reach reach) {
  document.revision = ++revisions_;
  document.unsettled = reach == Reach::edited;
  const BuildContext context = context_of(document);
  Part& part = document.parts[0];
  const auto begin = std::chrono::steady_clock::now();
  SnapshotPtr now = next(*part.snapshot, edit, document.rules(), &context, reach);
  if (reach == Reach::all) cost_ = std::chrono::steady_clock::now() - begin;
  part.scripts = kept_scripts(part, *now);
  part.snapshot = std::move(now);
}

void Session::settle(OpenDocument& document) {
  if (!document.unsettled) return;
  const uint32_t end = document.text().size();
  step(document, {{end, end}, ""}, Reach::all);
}

bool Session::change(const std::string& uri, int64_t version, const std::vector<Change>& changes) {
  OpenDocument* document = find(uri);
  if (!document) return false;
  document->version = version;
  const auto edit_of = [&](const Text& text, const Change& change) {
    if (!change.range) return Edit{{0, text.size()}, change.text};
    const PositionMap positions(text, encoding);
    Range range = {positions.offset_of(change.range->begin),
                   positions.offset_of(change.range->end)};
    if (range.end < range.begin) std::swap(range.begin, range.end);
    return Edit{range, change.text};
  };
  const bool whole = std::ranges::any_of(changes, [](const Change& one) { return !one.range; });
  if (changes.size() <= few_edits && !whole) {
    for (const Change& change : changes) apply(*document, edit_of(document->text(), change));
    return true;
  }
  Text text = document->text();
  for (const Change& change : changes) text = text.with(edit_of(text, change));
  set_text(*document, std::move(text));
  return true;
}

bool Session::close(const std::string& uri) { return documents_.erase(uri) > 0; }

OpenDocument* Session::find(const std::string& uri) {
  const auto found = documents_.find(uri);
  return found == documents_.end() ? nullptr : &found->second;
}

void Session::reconfigure(ConfigChoice choice) {
  choice_ = std::move(choice);
  configuration_ = std::make_shared<Configuration>(host_, choice_);
  for (auto& [uri, document] : documents_) {
    Text text = document.text();
    // Their findings name rules of the old configuration.
    document.parts.clear();
    configure(document);
    set_text(document, std::move(text));
  }
}

void Session::add_scripts(const std::string& uri, const Snapshot& snapshot,
                          const std::vector<std::shared_ptr<const Findings>>& scripts) {
  OpenDocument* document = find(uri);
  if (!document) return;
  for (Part& part : document->parts) {
    const CommonEnds same = kept_ends(part.snapshot->document, snapshot.document);
    if (same.front + same.back == 0 && part.snapshot.get() != &snapshot) continue;
    part.scripts.resize(part.snapshot->document.instructions.size());
    std::copy_n(scripts.begin(), same.front, part.scripts.begin());
    std::copy_n(scripts.end() - static_cast<ptrdiff_t>(same.back), same.back,
                part.scripts.end() - static_cast<ptrdiff_t>(same.back));
    document->revision = ++revisions_;
  }
}

}  // namespace dflint::lsp
