// What actions and formatting of the language server make of a text.
#pragma once

#include <string>
#include <string_view>

#include "rules/shown.h"
#include "server/features/actions.h"
#include "tests/support/cursor.h"

namespace dflint {

inline const RuleSet& default_rules() {
  static const RuleSet rules(builtin_rules());
  return rules;
}

// A text with everything that actions need of it.
struct Opened {
  explicit Opened(std::string text)
      : snapshot(dflint::snapshot(Text(std::move(text)), default_rules())),
        findings(
            all_findings(snapshot->document, snapshot->plan, snapshot->lint, default_rules())) {}

  Actions at(Range range) const { return actions_at(*snapshot, findings, range); }
  std::string after(const Action& action) const {
    return applied(snapshot->document.text.bytes(), action.edits);
  }

  SnapshotPtr snapshot;
  Findings findings;
};

// The text after the action of that title at the cursor. "disabled: why" where it is not possible,
// "no such action" where it is not offered.
inline std::string after_action(std::string_view marked, std::string_view title) {
  const AtCursor at = at_cursor(marked);
  const Opened opened(at.text);
  for (const Action& action : opened.at({at.offset, at.offset})) {
    if (action.title != title) continue;
    return action.disabled.empty() ? opened.after(action) : "disabled: " + action.disabled;
  }
  return "no such action";
}

// The same for texts that begin with a newline which is no part of them.
inline std::string without_newline(std::string_view text) {
  return std::string(text.starts_with('\n') ? text.substr(1) : text);
}

}  // namespace dflint
