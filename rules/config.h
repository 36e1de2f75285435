// What a user wants of the rules, from configuration files and the command line, already read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/finding.h"
#include "rules/option.h"

namespace dflint {

// Names, aliases, categories, `hadolint`, `buildkit`, `all`, `default`, in any case. Empty select:
// the rules that are on by default. `hadolint` as the only word of select also takes hadolint's own
// meaning of each rule: what it reports, how severe, and where (see RuleSet::as_hadolint).
struct Selection {
  std::vector<std::string> select;
  std::vector<std::string> ignore;
};

// Of one rule, or of every rule that the name means.
struct RuleSetting {
  std::string name;  // a rule or an alias
  std::optional<Severity> severity;
  std::vector<OptionSetting> options;
  std::optional<bool> on = {};  // whatever was selected before
  bool operator==(const RuleSetting&) const = default;
};

// Whether ShellCheck reads the scripts: where it is installed, and whether to say that it is not.
enum class UseShellcheck : uint8_t { automatic, on, off };

// Wishes that one place utters: what is selected, then single rules, then what is ignored.
struct Config {
  Selection selection;
  std::vector<RuleSetting> settings;  // later ones win
};

}  // namespace dflint
