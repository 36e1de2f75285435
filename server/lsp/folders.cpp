// Which folder a document belongs to.
#include "server/lsp/folders.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace dflint::lsp {
namespace {

// Whether `path` is `directory` or lies in it.
bool is_within(std::string_view path, std::string_view directory) {
  if (directory == "/") return path.starts_with('/');
  return path.starts_with(directory) &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

std::string directory_above(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return {};
  return path.substr(0, std::max<size_t>(slash, 1));
}

std::string beside(const std::string& directory, const std::string& name) {
  return directory.ends_with('/') ? directory + name : directory + '/' + name;
}

bool same(const ConfigChoice& a, const ConfigChoice& b) {
  const auto parts = [](const ConfigChoice& choice) {
    return std::tie(choice.none, choice.path, choice.selection.select, choice.selection.ignore,
                    choice.fallback);
  };
  return parts(a) == parts(b);
}

}  // namespace

bool operator==(const FolderChoice& a, const FolderChoice& b) {
  return same(a.config, b.config) && a.hints == b.hints && a.lenses == b.lenses &&
         a.single_lines == b.single_lines;
}

std::string root_above(Host& host, const std::string& path) {
  const std::string nearest = directory_above(path);
  for (std::string directory = nearest; !directory.empty();
       directory = directory_above(directory)) {
    for (const char* name : {".dflint.yaml", ".dflint.yml", ".git"}) {
      if (host.type_of(beside(directory, name)) != FileType::missing) return directory;
    }
    if (directory == "/") break;
  }
  return nearest;
}

void Folders::set(std::vector<std::string> roots) {
  for (std::string& root : roots) {
    while (root.size() > 1 && root.ends_with('/')) root.pop_back();
  }
  roots_.clear();
  for (std::string& root : roots) {
    if (!is_root(root)) roots_.push_back(std::move(root));
  }
  const auto is_gone = [&](const auto& entry) {
    return !entry.first.empty() && !is_root(entry.first);
  };
  std::erase_if(choices_, is_gone);
  std::erase_if(configurations_, is_gone);
  ++changes_;
}

// Configurations stay where they are to be what they were.
void Folders::change(const std::function<void()>& choices) {
  const auto choice = [&](const std::string& start) -> const ConfigChoice& {
    return choice_of(is_root(start) ? start : "").config;
  };
  std::map<std::string, ConfigChoice> before;
  for (const auto& [start, configuration] : configurations_) before.emplace(start, choice(start));
  choices();
  const size_t count = std::erase_if(configurations_, [&](const auto& entry) {
    return !same(before.at(entry.first), choice(entry.first));
  });
  if (count > 0) ++changes_;
}

void Folders::choose_for_all(FolderChoice choice) {
  change([&] {
    for_all_ = std::move(choice);
    choices_.clear();
  });
}

void Folders::choose(const std::string& root, FolderChoice choice) {
  change([&] { choices_[root] = std::move(choice); });
}

bool Folders::is_root(const std::string& path) const {
  return std::ranges::find(roots_, path) != roots_.end();
}

const FolderChoice& Folders::choice_of(const std::string& root) const {
  const auto found = choices_.find(root);
  return found == choices_.end() ? for_all_ : found->second;
}

std::string Folders::root_of(const std::string& path) const {
  if (path.empty()) return roots_.empty() ? std::string() : roots_.front();
  std::string_view best;
  for (const std::string& root : roots_) {
    if (is_within(path, root) && root.size() > best.size()) best = root;
  }
  return std::string(best);
}

ConfigurationPtr Folders::of(const std::string& path) {
  const std::string root = root_of(path);
  ConfigChoice choice = choice_of(root).config;
  std::string& file = choice.path;
  const bool relative = !file.empty() && !file.starts_with('/');
  // Where nothing depends on it, one serves all documents outside of the folders.
  const std::string start =
      root.empty() && relative && !path.empty() ? root_above(host_, path) : root;
  ConfigurationPtr& known = configurations_[start];
  if (known) return known;
  if (relative && !start.empty()) file = beside(start, file);
  return known = std::make_shared<Configuration>(host_, std::move(choice));
}

void Folders::forget_context(const std::string& directory) {
  for (const auto& [root, configuration] : configurations_) {
    configuration->contexts.forget(directory);
  }
}

void Folders::forget_files() {
  for (const auto& [root, configuration] : configurations_)
    configuration->contexts.files().forget();
}

std::vector<std::string> Folders::files() const {
  std::vector<std::string> all;
  for (const auto& [root, configuration] : configurations_) {
    std::ranges::move(configuration->settings.files(), std::back_inserter(all));
  }
  return all;
}

std::vector<ConfigProblem> Folders::problems() const {
  std::vector<ConfigProblem> all;
  for (const auto& [root, configuration] : configurations_) {
    std::ranges::move(configuration->settings.problems(), std::back_inserter(all));
  }
  const auto place = [](const ConfigProblem& problem) {
    return std::tie(problem.path, problem.line, problem.column, problem.message);
  };
  std::ranges::sort(all, {}, place);
  const auto same = std::ranges::unique(all, {}, place);
  all.erase(same.begin(), same.end());
  return all;
}

}  // namespace dflint::lsp
