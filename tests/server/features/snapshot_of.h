// Snapshots without rules: what features of the language server are tried on.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/snapshot.h"

namespace dflint {

inline const RuleSet& no_rules() {
  static const std::vector<Rule> none;
  static const RuleSet rules(none);
  return rules;
}

// A newline at the begin of `text` is no part of it.
inline SnapshotPtr snapshot_of(std::string_view text) {
  if (text.starts_with('\n')) text.remove_prefix(1);
  return snapshot(Text(std::string(text)), no_rules());
}

}  // namespace dflint
