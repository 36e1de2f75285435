// Opens, changes and closes documents.
#include "server/lsp/session.h"

#include <algorithm>
#include <utility>

#include "analysis/common_ends.h"
#include "server/lsp/compose.h"
#include "server/lsp/fences.h"
#include "server/lsp/uri.h"
#include "server/workspace.h"

namespace dflint::lsp {
namespace {

// More edits at once are put into the text first, and what follows from it is found out once.
constexpr size_t few_edits = 8;

// An edit that takes longer with all rules is followed by those of one instruction first.
constexpr std::chrono::microseconds quick{500};

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

Language language_of(std::string_view id, const std::string& path) {
  const std::string lower = to_lower(id);
  for (const char* known : {"dockerfile", "containerfile", "docker"}) {
    if (lower == known) return Language::dockerfile;
  }
  for (const char* known : {"markdown", "mdx", "rmd", "quarto"}) {
    if (lower == known) return Language::markdown;
  }
  if (lower == "dockercompose" || lower == "yaml.docker-compose") return Language::compose;
  if (lower == "yaml" || lower == "yml")
    return is_compose_name(name_of(path)) ? Language::compose : Language::other;
  if (is_dockerfile_name(name_of(path))) return Language::dockerfile;
  if (is_compose_name(name_of(path))) return Language::compose;
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
std::vector<FindingsPtr> kept_scripts(const Part& old, const Snapshot& now) {
  if (old.scripts.empty()) return {};
  const CommonEnds same = kept_ends(now.document, old.snapshot->document);
  std::vector<FindingsPtr> scripts(now.document.instructions.size());
  std::copy_n(old.scripts.begin(), same.front, scripts.begin());
  std::copy_n(old.scripts.end() - static_cast<ptrdiff_t>(same.back), same.back,
              scripts.end() - static_cast<ptrdiff_t>(same.back));
  return scripts;
}

// Of an instruction that reads otherwise when it is built nothing is known.
void drop_where_replaced(Shown& shown, const Inset& inset) {
  const Document& document = shown.of->document;
  for (size_t i = 0; i < shown.findings.size(); ++i) {
    const Span all{0, static_cast<uint32_t>(document.instructions[i]->text.size())};
    if (inset.replaces_in(document.range(i, all))) shown.findings[i] = nullptr;
  }
  shown.apart = false;
}

}  // namespace

namespace {

// What a text quotes need not be all of a Dockerfile.
void drop_no_stages(Shown& shown) {
  for (FindingsPtr& list : shown.findings) {
    if (!list) continue;
    Findings rest = *list;
    if (std::erase_if(rest,
                      [](const Finding& finding) { return finding.rule->name == "no-stages"; }) > 0)
      list = rest.empty() ? nullptr : std::make_shared<const Findings>(std::move(rest));
  }
  shown.apart = false;
}

}  // namespace

uint32_t Part::inside(uint32_t outside) const {
  const uint32_t size = snapshot->document.text.size();
  if (inset) return std::min(inset->inside(outside), size);
  return outside < begin ? 0 : std::min(outside - begin, size);
}

uint32_t Part::last() const {
  const std::string_view bytes = snapshot->document.text.bytes();
  // An empty last line has no place in a document that indents: what stands there is not ours.
  if (inset && bytes.ends_with('\n'))
    return inset->outside(static_cast<uint32_t>(bytes.size()) - 1);
  return outside(static_cast<uint32_t>(bytes.size()));
}

const std::vector<FindingsPtr>& OpenDocument::shown(const Part& part) const {
  std::optional<Shown>& shown = part.shown;
  const SnapshotPtr& now = part.snapshot;
  if (excluded) {
    shown = {now, {}, std::vector<FindingsPtr>(now->document.instructions.size()), false};
  } else if (!shown || shown->of != now || shown->scripts != part.scripts) {
    shown = show(now, part.scripts, rules(), shown ? &*shown : nullptr);
    if (part.inset) drop_where_replaced(*shown, *part.inset);
    if (language == Language::markdown) drop_no_stages(*shown);
  }
  return shown->findings;
}

Findings OpenDocument::findings(const Part& part, Range range) const {
  const Document& document = part.snapshot->document;
  const std::vector<FindingsPtr>& lists = shown(part);
  Findings all;
  const auto after = std::ranges::upper_bound(document.starts, range.begin);
  // An instruction that ends where the range begins is touched too.
  size_t at = static_cast<size_t>(after - document.starts.begin());
  at -= std::min<size_t>(at, 2);
  for (; at < lists.size() && document.starts[at] <= range.end; ++at) {
    if (lists[at]) all.insert(all.end(), lists[at]->begin(), lists[at]->end());
  }
  return all;
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
  document.configuration = folders.of(document.path);
  std::string path = document.path;
  if (path.empty()) {
    const std::string root = folders.root_of({});
    path = root.empty() ? "Dockerfile" : root + "/Dockerfile";
  }
  const SettingsFinder::Found found = document.configuration->settings.of(path);
  document.settings = found.settings;
  document.excluded = found.excluded;
  document.around = document.path.empty() ? ContextFinder::Found()
                                          : document.configuration->contexts.of(
                                                document.path, found.settings->context);
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
  const auto add = [&](uint32_t begin, std::string_view bytes, std::shared_ptr<const Inset> inset) {
    const auto same = std::ranges::find_if(old, [&](const Part& part) {
      return part.snapshot && part.snapshot->document.text.bytes() == bytes;
    });
    if (same != old.end()) {
      document.parts.push_back(std::exchange(*same, {}));
    } else {
      document.parts.push_back(
          {0, snapshot(Text(std::string(bytes)), document.rules(), nullptr), {}});
    }
    document.parts.back().begin = begin;
    if (inset) document.parts.back().shown.reset();
    document.parts.back().inset = std::move(inset);
  };
  if (document.language == Language::markdown) {
    for (const Range range : dockerfile_fences(document.source)) {
      if (auto block = indented_block(document.source, range)) {
        const uint32_t begin = block->inset.pieces.front().outside;
        add(begin, block->text, std::make_shared<const Inset>(std::move(block->inset)));
      } else {
        add(range.begin, document.source.bytes().substr(range.begin, range.size()), nullptr);
      }
    }
  } else if (document.language == Language::compose) {
    for (InlineDockerfile& one : inline_dockerfiles(document.source)) {
      const uint32_t begin = one.inset.pieces.front().outside;
      add(begin, one.text, std::make_shared<const Inset>(std::move(one.inset)));
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

bool Session::settle(OpenDocument& document) { return document.unsettled && check_anew(document); }

bool Session::check_anew(OpenDocument& document) {
  const std::vector<FindingsPtr> before = document.shown(document.parts[0]);
  const uint64_t revision = document.revision;
  step(document, {}, Reach::all);
  if (document.shown(document.parts[0]) != before) return true;
  document.revision = revision;
  return false;
}

std::vector<std::string> Session::look_again() {
  folders.forget_files();
  std::vector<std::string> uris;
  for (auto& [uri, document] : documents_) {
    // What is not settled will be, and see what is there then.
    if (document.language != Language::dockerfile || !document.around.tree || document.unsettled)
      continue;
    if (check_anew(document)) uris.push_back(uri);
  }
  return uris;
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

std::vector<OpenDocument*> Session::outdated() {
  std::vector<OpenDocument*> all;
  for (auto& [uri, document] : documents_) {
    if (folders.of(document.path) != document.configuration) all.push_back(&document);
  }
  return all;
}

void Session::renew(OpenDocument& document) {
  Text text = document.text();
  // Their findings name rules of the old configuration.
  document.parts.clear();
  configure(document);
  set_text(document, std::move(text));
}

void Session::renew_context(OpenDocument& document) {
  if (document.path.empty() || document.language != Language::dockerfile) return;
  ContextFinder& contexts = document.configuration->contexts;
  contexts.forget(document.path.substr(0, document.path.rfind('/') + 1));
  document.around = contexts.of(document.path, document.settings->context);
  step(document, {}, Reach::all);
}

OpenDocument* Session::find_path(const std::string& path) {
  const auto found = std::ranges::find_if(
      documents_, [&](const auto& entry) { return entry.second.path == path; });
  return found == documents_.end() ? nullptr : &found->second;
}

void Session::add_scripts(const std::string& uri, const Snapshot& snapshot,
                          const std::vector<FindingsPtr>& scripts) {
  OpenDocument* document = find(uri);
  if (!document) return;
  Locator asked(snapshot.document);
  for (Part& part : document->parts) {
    const std::vector<InstructionPtr>& now = part.snapshot->document.instructions;
    std::vector<FindingsPtr> found = part.scripts;
    found.resize(now.size());
    bool any = false;
    for (size_t i = 0; i < now.size(); ++i) {
      const std::optional<size_t> at = asked.index_of(now[i].get());
      if (!at) continue;
      found[i] = scripts[*at];
      any = true;
    }
    if (!any) continue;
    part.scripts = std::move(found);
    document->revision = ++revisions_;
  }
}

}  // namespace dflint::lsp
