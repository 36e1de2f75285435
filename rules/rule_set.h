// Which rules run, and how severe each is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.h"

namespace dflint {

// Every rule compiled in, in order of name. Built once at the first call.
const std::vector<Rule>& builtin_rules();

// What the user asked for, from --select and --ignore: names, aliases, categories, `hadolint`,
// `buildkit`, `all`. Empty select: the rules that are on by default.
struct Selection {
  std::vector<std::string> select;
  std::vector<std::string> ignore;
};

class RuleSet {
 public:
  explicit RuleSet(const std::vector<Rule>& rules) : rules_(rules), on_(rules.size()) {
    select({});
  }

  // Words that name no rule, category or group, in the order given; the others take effect.
  std::vector<std::string> select(const Selection& selection);

  const std::vector<Rule>& rules() const { return rules_; }
  bool on(size_t rule) const { return on_[rule]; }
  // Every rule whose name or alias (any case) is `name`.
  std::vector<const Rule*> find(std::string_view name) const;
  // The rule, alias or group that `name` was probably meant to be; empty where nothing is near.
  std::string_view nearest(std::string_view name) const;

 private:
  const std::vector<Rule>& rules_;
  std::vector<bool> on_;
};

}  // namespace dflint
