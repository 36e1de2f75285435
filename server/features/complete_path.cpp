// Completes paths: of the build context, of a stage, and where COPY and WORKDIR may lead.
#include <algorithm>
#include <charconv>
#include <string>

#include <fmt/core.h>

#include "analysis/ignore_file.h"
#include "analysis/unicode.h"
#include "rules/context_tree.h"
#include "server/features/completion_items.h"
#include "server/features/stage_paths.h"

namespace dflint {
namespace {

// Where images are expected to keep a program.
constexpr std::string_view usual_directories[] = {"/app", "/usr/src/app", "/src", "/work"};
constexpr std::string_view usual_volumes[] = {"/data", "/var/lib", "/var/log", "/cache"};

// Whether an exception may bring back something of a directory.
bool may_come_back(const IgnoreFile& ignore, const std::string& directory) {
  if (!ignore.has_exceptions()) return false;
  return std::any_of(
      ignore.patterns().begin(), ignore.patterns().end(), [&](const IgnorePattern& pattern) {
        const std::string& text = pattern.text();
        return pattern.is_exception() && (text.find_first_of("*?[") != std::string::npos ||
                                          text.find(directory + '/') != std::string::npos);
      });
}

bool is_ignored(const BuildContext& context, const std::string& path, bool directory) {
  if (!context.ignore || !context.ignore->excludes(path)) return false;
  return !directory || !may_come_back(*context.ignore, path);
}

void context_paths(CompletionItems& items) {
  const BuildContext* context = items.options.context;
  if (!context || !context->tree) return;
  // The quotes of a word stay.
  if (items.word().starts_with('"') || items.word().starts_with('\'')) {
    items.replace_last(items.word().size() - 1, items.word().substr(0, 1));
  }
  const std::string_view word = items.word();
  if (word.find("://") != std::string_view::npos) return;
  const size_t slash = word.rfind('/');
  const std::string typed(slash == std::string_view::npos ? "" : word.substr(0, slash + 1));
  std::string relative = typed;
  while (relative.starts_with('/')) relative.erase(0, 1);
  const std::string directory = relative.empty() ? "." : clean_path(relative);
  if (directory.starts_with("..")) return;
  const std::shared_ptr<const ContextEntries> known = context->tree->list(directory);
  if (!known) return;
  ContextEntries entries = *known;
  std::sort(entries.begin(), entries.end(), [](const ContextEntry& a, const ContextEntry& b) {
    return a.directory != b.directory ? a.directory : a.name < b.name;
  });
  for (const ContextEntry& entry : entries) {
    const std::string path = directory == "." ? entry.name : directory + '/' + entry.name;
    if (entry.name.empty() || is_ignored(*context, path, entry.directory)) continue;
    const std::string text = typed + entry.name + (entry.directory ? "/" : "");
    CompletionItem* item =
        items.add(text, entry.directory ? CompletionKind::directory : CompletionKind::file,
                  entry.name.starts_with('.') ? Rank::low : Rank::normal);
    if (!item) continue;
    item->label = entry.name + (entry.directory ? "/" : "");
    item->again = entry.directory;
    item->commit_characters = entry.directory ? "/" : "";
  }
}

// The stage that --from or from= names; none where it names no earlier one.
uint32_t stage_named(const CompletionItems& items, std::string_view name) {
  const std::vector<Stage>& stages = items.snapshot.plan.stages;
  const uint32_t here = items.place.stage;
  if (here == none) return none;
  const std::string lower = to_lower(name);
  for (size_t i = std::min<size_t>(here, stages.size()); i-- > 0;) {
    if (!stages[i].name.empty() && stages[i].lower_name == lower) return static_cast<uint32_t>(i);
  }
  uint32_t number = none;
  const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || stop != name.data() + name.size()) return none;
  return number < here ? number : none;
}

void add_path(CompletionItems& items, const StagePath& path, Rank rank) {
  const Keyword keyword = items.place.statement->keyword;
  // Only where things are put does the slash mean something.
  const bool slash = path.directory && (keyword == Keyword::copy || keyword == Keyword::add);
  CompletionItem* item =
      items.add(slash ? path.path + '/' : path.path,
                path.directory ? CompletionKind::directory : CompletionKind::file, rank);
  if (item) item->detail = path.origin;
}

void paths_of_stage(CompletionItems& items, uint32_t stage) {
  for (const StagePath& path : stage_paths(items.snapshot.document, items.snapshot.plan, stage,
                                           none, items.options.context)) {
    add_path(items, path, Rank::high);
  }
}

}  // namespace

void complete_source(CompletionItems& items, std::string_view from) {
  if (from.empty()) return context_paths(items);
  const uint32_t stage = stage_named(items, from);
  if (stage != none) paths_of_stage(items, stage);
}

void complete_directory(CompletionItems& items) {
  const CursorPlace& place = items.place;
  const Keyword keyword = place.statement->keyword;
  const bool target = keyword == Keyword::copy || keyword == Keyword::add;
  if (place.stage != none) {
    for (const StagePath& path :
         stage_paths(items.snapshot.document, items.snapshot.plan, place.stage, place.index)) {
      if (path.directory) add_path(items, path, Rank::high);
    }
  }
  if (target) {
    if (!items.unasked()) items.add("./", CompletionKind::directory, Rank::normal);
    return;
  }
  if (items.unasked()) return;
  if (keyword == Keyword::volume) {
    for (std::string_view path : usual_volumes) {
      items.add(path, CompletionKind::directory, Rank::low);
    }
  } else if (keyword == Keyword::workdir) {
    for (std::string_view path : usual_directories) {
      items.add(path, CompletionKind::directory, Rank::low);
    }
  }
}

}  // namespace dflint
