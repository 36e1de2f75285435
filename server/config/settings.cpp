// Looks upwards for configuration files, and makes sets of rules of what they say.
#include "server/config/settings.h"

#include <algorithm>
#include <initializer_list>
#include <tuple>

#include "server/config/paths.h"

namespace dflint {
namespace {

constexpr std::initializer_list<const char*> hadolint_names = {".hadolint.yaml", ".hadolint.yml"};

bool is_of_hadolint(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  return name == ".hadolint.yaml" || name == ".hadolint.yml" || name == "hadolint.yaml" ||
         name == "hadolint.yml" || path.ends_with("/.hadolint/config.yaml") ||
         path.ends_with("/.hadolint/config.yml");
}

// The first that is there. Links that lead nowhere go to `broken`; where that is nullptr, they
// count.
std::string first_file(Host& host, const std::string& directory,
                       std::initializer_list<const char*> names,
                       std::vector<std::string>* broken = nullptr) {
  if (directory.empty()) return {};
  for (const char* name : names) {
    std::string path = joined(directory, name);
    const FileType type = host.type_of(path);
    if (type == FileType::link && broken)
      broken->push_back(std::move(path));
    else if (type != FileType::missing)
      return path;
  }
  return {};
}

// Absolute; empty: the user has none.
std::string settings_directory(Host& host) {
  std::string directory = host.environment("XDG_CONFIG_HOME").value_or("");
  if (directory.starts_with('/')) return directory;
  directory = host.environment("HOME").value_or("");
  return directory.starts_with('/') ? joined(directory, ".config") : "";
}

std::string hadolint_config_of_user(Host& host, std::vector<std::string>* broken = nullptr) {
  const std::string path =
      first_file(host, settings_directory(host), {"hadolint.yaml", "hadolint.yml"}, broken);
  const std::string home = host.environment("HOME").value_or("");
  if (!path.empty() || !home.starts_with('/')) return path;
  return first_file(host, home,
                    {".hadolint/hadolint.yaml", ".hadolint/hadolint.yml", ".hadolint/config.yaml",
                     ".hadolint/config.yml", ".hadolint.yaml", ".hadolint.yml"},
                    broken);
}

}  // namespace

std::string hadolint_config_of(Host& host) {
  const std::string path = first_file(host, ".", hadolint_names);
  return path.empty() ? hadolint_config_of_user(host) : path;
}

SettingsFinder::SettingsFinder(Host& host, const std::vector<Rule>& rules, ConfigChoice choice)
    : host_(host),
      rules_(rules),
      choice_(std::move(choice)),
      working_directory_(host.real_path(".")) {}

SettingsFinder::Found SettingsFinder::of(const std::string& dockerfile) {
  const std::lock_guard lock(mutex_);
  const std::string directory = directory_of(dockerfile);
  const ConfigFile* file = for_directory(directory);
  if (!file || (file->exclude.empty() && file->layers.size() == 1)) {
    return {settings_of(file, {}), false};
  }
  const std::string path =
      joined(without_links(directory), dockerfile.substr(dockerfile.rfind('/') + 1));
  const bool excluded = std::ranges::any_of(
      file->exclude, [&](const FilePatterns& patterns) { return patterns.matches(path); });
  return {settings_of(file, path), excluded};
}

const ConfigFile* SettingsFinder::here() {
  const std::lock_guard lock(mutex_);
  return for_directory(".");
}

std::vector<std::string> SettingsFinder::files() {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> all;
  for (const auto& [path, file] : files_) {
    all.push_back(path);
    all.insert(all.end(), file->files.begin(), file->files.end());
  }
  return all;
}

std::vector<ConfigProblem> SettingsFinder::problems() {
  const std::lock_guard lock(mutex_);
  std::vector<ConfigProblem> all;
  for (const auto& [path, file] : files_) {
    all.insert(all.end(), file->problems.begin(), file->problems.end());
  }
  for (const std::string& path : broken_links_) {
    all.push_back({shown(path), 0, 0, "is a link that leads nowhere; mend it or remove it"});
  }
  // Several files may extend one that is broken.
  const auto place = [](const ConfigProblem& problem) {
    return std::tie(problem.path, problem.line, problem.column, problem.message);
  };
  std::ranges::sort(all, {}, place);
  const auto same = std::ranges::unique(all, {}, place);
  all.erase(same.begin(), same.end());
  return all;
}

const ConfigFile* SettingsFinder::for_directory(const std::string& directory) {
  if (choice_.none) return nullptr;
  const std::string path = choice_.path.empty() ? find(without_links(directory)) : choice_.path;
  return path.empty() ? nullptr : read(path);
}

const std::string& SettingsFinder::without_links(const std::string& directory) {
  const auto [entry, is_new] = without_links_.try_emplace(directory);
  if (is_new) entry->second = host_.real_path(directory);
  // A file that is yet to be written, as from standard input.
  if (entry->second.empty()) entry->second = working_directory_;
  return entry->second;
}

std::string SettingsFinder::find(const std::string& directory) {
  const Paths& above = at_or_above(directory);
  if (!above.dflint.empty()) return above.dflint;
  if (!of_hadolint_)
    of_hadolint_ = first_file(host_, working_directory_, hadolint_names, &broken_links_);
  if (!of_hadolint_->empty()) return *of_hadolint_;
  if (!above.hadolint.empty()) return above.hadolint;
  if (!of_user_) {
    of_user_ = first_file(host_, settings_directory(host_),
                          {"dflint/config.yaml", "dflint/config.yml"}, &broken_links_);
    if (of_user_->empty()) of_user_ = hadolint_config_of_user(host_, &broken_links_);
  }
  return *of_user_;
}

const SettingsFinder::Paths& SettingsFinder::at_or_above(const std::string& directory) {
  const auto known = above_.find(directory);
  if (known != above_.end()) return known->second;
  Paths paths = {first_file(host_, directory, {".dflint.yaml", ".dflint.yml"}, &broken_links_),
                 first_file(host_, directory, hadolint_names, &broken_links_)};
  if (directory.size() > 1 && (paths.dflint.empty() || paths.hadolint.empty())) {
    const Paths& above = at_or_above(directory_of(directory));
    if (paths.dflint.empty()) paths.dflint = above.dflint;
    if (paths.hadolint.empty()) paths.hadolint = above.hadolint;
  }
  return above_.emplace(directory, std::move(paths)).first->second;
}

std::string SettingsFinder::shown(const std::string& path) const {
  if (path.starts_with(working_directory_ + '/')) return path.substr(working_directory_.size() + 1);
  return path;
}

const ConfigFile* SettingsFinder::read(const std::string& path) {
  std::unique_ptr<ConfigFile>& file = files_[path];
  if (file) return file.get();
  const auto reader = is_of_hadolint(path) ? read_hadolint_config : read_config;
  if (!names_) names_.emplace(rules_);
  file = std::make_unique<ConfigFile>(reader(host_, shown(path), *names_));
  return file.get();
}

const Settings* SettingsFinder::settings_of(const ConfigFile* file,
                                            const std::string& absolute_path) {
  std::vector<bool> holds;
  for (size_t i = 0; file && i < file->layers.size(); ++i) {
    const std::optional<FilePatterns>& files = file->layers[i].files;
    holds.push_back(!files || files->matches(absolute_path));
  }
  std::unique_ptr<Settings>& settings = settings_[{file, holds}];
  if (settings) return settings.get();

  settings = std::make_unique<Settings>(rules_);
  std::vector<Config> configs = {{{}, choice_.fallback}};
  for (size_t i = 0; i < holds.size(); ++i) {
    if (!holds[i]) continue;
    settings->layers.push_back(&file->layers[i]);
    configs.push_back(file->layers[i].config);
    if (!file->layers[i].context.empty()) settings->context = file->layers[i].context;
  }
  configs.push_back({choice_.selection, {}});
  settings->rules.configure_all(configs);
  settings->file = file;
  if (!file) return settings.get();
  if (file->fail_on) settings->fail_on = file->fail_on->from;
  if (file->comments == false) settings->rules.disregard_comments();
  settings->shellcheck = file->shellcheck.value_or(settings->shellcheck);
  return settings.get();
}

}  // namespace dflint
