// A configuration file as it was read: what it says, where it says so, and what is wrong with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/format/options.h"
#include "rules/config.h"
#include "rules/rule_set.h"
#include "server/gitignore.h"
#include "server/host.h"

namespace dflint {

struct ConfigProblem {
  std::string path;
  uint32_t line = 0;  // from 1; 0: the file as a whole
  uint32_t column = 0;
  std::string message;   // what is wrong and what to do: lower case, no full stop
  bool warning = false;  // the file does what it should for its own tool: no reason to fail
};

// Patterns as in a .gitignore that stands in `directory`.
struct FilePatterns {
  std::string directory;  // absolute, without links
  Gitignore patterns;

  bool matches(std::string_view absolute_path) const;
};

// What a file wants of the rules: for all Dockerfiles, or for those that some patterns name.
struct ConfigLayer {
  std::optional<FilePatterns> files;
  Config config;
  std::string path;     // of the file that says so
  std::string context;  // the build context: an absolute path; empty: nothing is said
  // Where each word stands there: lines from 1, as many as words.
  std::vector<uint32_t> select_lines, setting_lines, ignore_lines;
};

// When findings make the exit status 1.
struct FailOn {
  std::optional<Severity> from;  // nothing: never
};

// Choices about the layout; those that are not made leave what was there.
struct FormatChoices {
  std::optional<uint32_t> width, indent;
  std::optional<bool> tabs, indent_scripts;
  std::optional<Casing> keywords;

  void apply_to(FormatOptions& options) const;
};

struct ConfigFile {
  std::string path;                 // as it is to be shown
  std::vector<std::string> files;   // all that were read for it, in the order in which they count
  std::vector<ConfigLayer> layers;  // later ones win
  std::vector<FilePatterns> exclude;
  std::optional<FailOn> fail_on;
  std::optional<bool> comments;  // whether comments may silence findings
  std::optional<UseShellcheck> shellcheck;
  FormatChoices format;
  std::optional<bool> coloured;
  std::vector<ConfigProblem> problems;
};

// .dflint.yaml with all that it extends. Never fails: what cannot be used is a problem, and all the
// rest holds. `rules`: those that may be named.
ConfigFile read_config(Host& host, const std::string& path, const RuleSet& rules);

// .hadolint.yaml, in terms of our rules. Keys and codes that nobody knows are left out, as by
// hadolint; of keys that is a warning.
ConfigFile read_hadolint_config(Host& host, const std::string& path, const RuleSet& rules);

// A .dflint.yaml that means the same as a .hadolint.yaml, whose text is `source`: comments behind
// the codes come along.
std::string converted(const ConfigFile& hadolint, std::string_view source, const RuleSet& rules);

// The JSON schema of .dflint.yaml.
std::string config_schema(const std::vector<Rule>& rules);

}  // namespace dflint
