// The folders of the workspace, and the configuration that holds in each.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "server/config/settings.h"
#include "server/context.h"
#include "server/features/code_lenses.h"
#include "server/features/inlay_hints.h"

namespace dflint::lsp {

// What an editor says about the documents of one folder.
struct FolderChoice {
  ConfigChoice config;  // a path may be relative to the folder
  HintOptions hints;
  LensOptions lenses;
  bool single_lines = false;  // formatting leaves alone what spans several
};
bool operator==(const FolderChoice& a, const FolderChoice& b);

// All that is known of configuration at one moment; made anew when something changes. What is
// found with it points into it. May be asked from several threads.
struct Configuration {
  Configuration(Host& host, ConfigChoice choice)
      : settings(host, builtin_rules(), std::move(choice)), contexts(host) {}

  SettingsFinder settings;
  ContextFinder contexts;
};
using ConfigurationPtr = std::shared_ptr<Configuration>;

// The nearest directory at or above that of `path` that holds a .dflint.yaml or a repository; where
// there is none, that of `path`.
std::string root_above(Host& host, const std::string& path);

class Folders {
 public:
  explicit Folders(Host& host) : host_(host) {}

  // Paths of directories, without a slash at the end. What was chosen for those that stay stays.
  void set(std::vector<std::string> roots);
  const std::vector<std::string>& roots() const { return roots_; }
  // For all folders, and for documents outside of them.
  void choose_for_all(FolderChoice choice);
  bool all_are(const FolderChoice& choice) const { return choices_.empty() && for_all_ == choice; }
  // For one folder; "": for documents outside of all.
  void choose(const std::string& root, FolderChoice choice);
  const FolderChoice& choice_of(const std::string& root) const;
  const FolderChoice& choice_for_all() const { return for_all_; }
  const FolderChoice& choice_for(const std::string& path) const { return choice_of(root_of(path)); }

  // The folder that `path` lies in, the innermost one where one lies in another; "" where it lies
  // in none. The first folder for "", which stands for a document that is no file.
  std::string root_of(const std::string& path) const;
  // What holds for a Dockerfile. The same object until something of it changes.
  ConfigurationPtr of(const std::string& path);
  // Ignore files of a directory are read anew; see ContextFinder.
  void forget_context(const std::string& directory);
  // What lies in build contexts is looked at anew.
  void forget_files();
  // Configuration files are read anew from now on.
  void forget() { configurations_.clear(), ++changes_; }
  // Another number whenever something else may hold for some Dockerfile.
  uint64_t changes() const { return changes_; }
  // What is wrong with the files read so far.
  std::vector<ConfigProblem> problems() const;
  // Those files.
  std::vector<std::string> files() const;

 private:
  bool is_root(const std::string& path) const;
  void change(const std::function<void()>& choices);

  Host& host_;
  std::vector<std::string> roots_;  // as the client orders them
  FolderChoice for_all_;
  std::map<std::string, FolderChoice> choices_;  // by root; as for all where there is none
  // By the directory that relative paths start from.
  std::map<std::string, ConfigurationPtr> configurations_;
  uint64_t changes_ = 0;
};

}  // namespace dflint::lsp
