// Which configuration holds for a Dockerfile, and what follows from it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "rules/rule_set.h"
#include "server/config/file.h"
#include "server/host.h"

namespace dflint {

// What the user says about configuration before any file is read.
struct ConfigChoice {
  bool none = false;                       // read no configuration file
  std::string path;                        // read this one for all Dockerfiles; empty: look for one
  Selection selection;                     // wins over all files
  std::vector<RuleSetting> fallback = {};  // of single rules; all files win over it
};

// What holds for some Dockerfiles.
struct Settings {
  explicit Settings(const std::vector<Rule>& all) : rules(all) {}

  RuleSet rules;
  // The files and overrides that say so, later ones win; they live as long as the finder.
  std::vector<const ConfigLayer*> layers;
  const ConfigFile* file = nullptr;                     // nullptr: there is none
  std::optional<Severity> fail_on = Severity::warning;  // nothing: never
  UseShellcheck shellcheck = UseShellcheck::automatic;
  std::string context;  // the build context: a directory; empty: nobody says which
};

// The file that hadolint would read: in the working directory, else of the user; empty: none.
std::string hadolint_config_of(Host& host);

// Looks for each Dockerfile, and reads each configuration file once. May be asked from several
// threads.
//
// The first that exists holds:
// 1. .dflint.yaml or .dflint.yml in the directory of the Dockerfile or one above it;
// 2. .hadolint.yaml or .hadolint.yml in the working directory, as for hadolint, or where 1. looks;
// 3. dflint/config.yaml in $XDG_CONFIG_HOME or ~/.config;
// 4. what hadolint reads in the user's home.
class SettingsFinder {
 public:
  // `rules` must outlive the finder and all it gives.
  SettingsFinder(Host& host, const std::vector<Rule>& rules, ConfigChoice choice);

  struct Found {
    const Settings* settings = nullptr;  // never nullptr; lives as long as the finder
    bool excluded = false;
  };
  Found of(const std::string& dockerfile);
  // Of the file that holds in the working directory; nullptr: there is none.
  const ConfigFile* here();

  // The files read so far, also those that others extend.
  std::vector<std::string> files();
  // What is wrong with them, in order of path and line.
  std::vector<ConfigProblem> problems();

 private:
  // Paths of configuration files; empty where there is none.
  struct Paths {
    std::string dflint, hadolint;
  };

  // What `directory`, or the nearest one above it, holds; without links.
  const Paths& at_or_above(const std::string& directory);
  std::string find(const std::string& directory);
  const std::string& without_links(const std::string& directory);
  const ConfigFile* for_directory(const std::string& directory);
  const ConfigFile* read(const std::string& path);
  const Settings* settings_of(const ConfigFile* file, const std::string& absolute_path);
  // `path` as seen from the working directory, where it lies below it.
  std::string shown(const std::string& path) const;

  Host& host_;
  const std::vector<Rule>& rules_;
  const ConfigChoice choice_;
  const std::string working_directory_;
  std::mutex mutex_;              // guards all below
  std::optional<RuleSet> names_;  // made for the first file that is read
  std::unordered_map<std::string, std::string> without_links_;  // by directory as given
  std::unordered_map<std::string, Paths> above_;                // by directory without links
  std::optional<std::string> of_hadolint_, of_user_;
  std::vector<std::string> broken_links_;  // where a configuration was looked for; may repeat
  std::unordered_map<std::string, std::unique_ptr<ConfigFile>> files_;  // by path
  // By file, and which of its layers hold.
  std::map<std::pair<const ConfigFile*, std::vector<bool>>, std::unique_ptr<Settings>> settings_;
};

}  // namespace dflint
