// Walks directories in search of Dockerfiles.
//
// A path has two forms on the way: the one that is shown, which begins as the user wrote it, and
// the one inside the repository, which is what .gitignore patterns speak of.
#include "server/workspace.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "analysis/unicode.h"
#include "server/gitignore.h"

namespace dflint {
namespace {

// Endings after "Dockerfile." that make it a document, a program, a template or left-over of an
// editor or a merge.
constexpr std::string_view other_endings[] = {
    "adoc",     "asc",      "bak",       "bash",   "bat",      "c",     "cfg",
    "cmd",      "conf",     "cpp",       "css",    "csv",      "diff",  "dockerignore",
    "erb",      "ejs",      "gitignore", "go",     "gotmpl",   "gz",    "h",
    "hbs",      "html",     "ini",       "j2",     "java",     "jinja", "jinja2",
    "js",       "json",     "kt",        "liquid", "lock",     "log",   "lua",
    "m4",       "markdown", "md",        "mdx",    "mustache", "old",   "orig",
    "patch",    "php",      "pl",        "ps1",    "py",       "rb",    "rej",
    "rs",       "rst",      "sh",        "sum",    "swo",      "swp",   "tar",
    "template", "tf",       "tmp",       "tmpl",   "toml",     "tpl",   "ts",
    "txt",      "xml",      "yaml",      "yml",    "zip"};

constexpr std::string_view skipped_directories[] = {
    ".git",      ".hg",         ".svn", ".bzr", ".jj",         "node_modules",  "bower_components",
    ".venv",     "__pycache__", ".tox", ".nox", ".mypy_cache", ".pytest_cache", ".ruff_cache",
    ".terraform"};

bool is_skipped_directory(std::string_view name) {
  return std::ranges::find(skipped_directories, name) != std::end(skipped_directories);
}

bool is_other_ending(std::string_view name) {
  if (name.ends_with('~')) return true;
  const std::string_view ending = name.substr(name.rfind('.') + 1);
  return std::ranges::any_of(
      other_endings, [&](std::string_view other) { return equal_ignoring_case(ending, other); });
}

// The patterns of one .gitignore, and of those in the directories above it.
struct Scope {
  std::shared_ptr<const Scope> parent;
  size_t base = 0;  // how many bytes of an inside path lead to the directory of the file
  Gitignore patterns;
};
using ScopePtr = std::shared_ptr<const Scope>;

struct Place {
  std::string shown;   // with a slash at the end unless empty: the current directory
  std::string inside;  // the same
  ScopePtr scope;
};

bool is_ignored(const Scope* scope, std::string_view inside, bool is_directory) {
  for (; scope != nullptr; scope = scope->parent.get()) {
    if (auto ignored = scope->patterns.ignores(inside.substr(scope->base), is_directory)) {
      return *ignored;
    }
  }
  return false;
}

ScopePtr with_patterns(Host& host, ScopePtr parent, const std::string& path, size_t base) {
  const Result<std::string> text = host.read_file(path);
  if (!text.ok()) return parent;
  Gitignore patterns(text.value);
  if (patterns.empty()) return parent;
  return std::make_shared<const Scope>(Scope{std::move(parent), base, std::move(patterns)});
}

// The patterns that hold at `start` because of files above it, up to the root of its repository.
Place enter(Host& host, const std::string& start) {
  Place directory;
  if (start != "." && start != "./") {
    directory.shown = start.ends_with('/') ? start : start + "/";
  }
  std::string real = host.real_path(start);
  if (real.empty()) return directory;
  if (!real.ends_with('/')) real += '/';

  size_t root = real.size();  // length of the path of the root, with its slash
  while (host.type_of(real.substr(0, root) + ".git") == FileType::missing) {
    if (root <= 1) return directory;
    root = real.rfind('/', root - 2) + 1;
  }
  directory.inside = real.substr(root);
  directory.scope = with_patterns(host, nullptr, real.substr(0, root) + ".git/info/exclude", 0);
  // The file of `start` itself is read when the walk gets there.
  for (size_t end = root; end < real.size(); end = real.find('/', end) + 1) {
    directory.scope =
        with_patterns(host, directory.scope, real.substr(0, end) + ".gitignore", end - root);
  }
  return directory;
}

// Whether an entry is a Dockerfile or a directory to look into.
bool is_interesting(Host& host, const Place& directory, const Entry& entry) {
  switch (entry.type) {
    case FileType::directory:
      return !is_skipped_directory(entry.name);
    case FileType::file:
      return is_dockerfile_name(entry.name);
    case FileType::link:
      return is_dockerfile_name(entry.name) &&
             host.type_of(directory.shown + entry.name) == FileType::file;
    default:
      return false;
  }
}

}  // namespace

bool is_dockerfile_name(std::string_view name) {
  for (std::string_view word :
       {std::string_view("dockerfile"), std::string_view("containerfile")}) {
    if (name.size() < word.size()) continue;
    if (equal_ignoring_case(name.substr(0, word.size()), word)) {
      if (name.size() == word.size()) return true;
      if (name[word.size()] == '.' && !is_other_ending(name)) return true;
    }
    const size_t begin = name.size() - word.size();
    if (begin > 0 && name[begin - 1] == '.' && equal_ignoring_case(name.substr(begin), word))
      return true;
  }
  return false;
}

struct DockerfileWalk::Directory : Place {};

DockerfileWalk::DockerfileWalk(Host& host, const std::string& directory) : host_(host) {
  waiting_.push_back({enter(host, directory)});
}
DockerfileWalk::DockerfileWalk(DockerfileWalk&&) noexcept = default;
DockerfileWalk::~DockerfileWalk() = default;

bool DockerfileWalk::step(const WalkReport& report) {
  if (waiting_.empty()) return false;
  Place directory = std::move(waiting_.back());
  waiting_.pop_back();
  const std::string path = directory.shown.empty() ? "." : directory.shown;
  Result<std::vector<Entry>> entries = host_.list_directory(path);
  if (!entries.ok()) report.unreadable(path, entries.error);

  const auto has_patterns = [](const Entry& entry) {
    return entry.name == ".gitignore" && entry.type == FileType::file;
  };
  if (std::ranges::any_of(entries.value, has_patterns)) {
    directory.scope = with_patterns(host_, directory.scope, directory.shown + ".gitignore",
                                    directory.inside.size());
  }
  std::erase_if(entries.value, [&](const Entry& entry) {
    return !is_interesting(host_, directory, entry) ||
           is_ignored(directory.scope.get(), directory.inside + entry.name,
                      entry.type == FileType::directory);
  });
  std::ranges::sort(entries.value, {}, &Entry::name);
  for (const Entry& entry : entries.value) {
    if (entry.type != FileType::directory) report.found(directory.shown + entry.name);
  }
  for (size_t i = entries.value.size(); i-- > 0;) {
    const Entry& entry = entries.value[i];
    if (entry.type != FileType::directory) continue;
    waiting_.push_back({{directory.shown + entry.name + "/", directory.inside + entry.name + "/",
                         directory.scope}});
  }
  return true;
}

void find_dockerfiles(Host& host, const std::string& start, const WalkReport& report) {
  DockerfileWalk walk(host, start);
  while (walk.step(report)) {
  }
}

}  // namespace dflint
