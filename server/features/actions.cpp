// Gathers what may be done with a place.
#include "server/features/actions.h"

#include <algorithm>

#include "rules/fix.h"
#include "server/features/line_diff.h"
#include "server/features/quick_fixes.h"
#include "server/features/refactor.h"

namespace dflint {
namespace {

bool same_edits(const std::vector<Edit>& a, const std::vector<Edit>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Edit& x, const Edit& y) {
    return x.range == y.range && x.text == y.text;
  });
}

// The first of those that do the same stays; what cannot be done is no news where it can.
Actions without_repeats(Actions actions) {
  Actions out;
  for (Action& action : actions) {
    const bool known = std::any_of(out.begin(), out.end(), [&](const Action& other) {
      if (!action.disabled.empty()) return action.title == other.title;
      return other.disabled.empty() && same_edits(action.edits, other.edits);
    });
    if (!known) out.push_back(std::move(action));
  }
  return out;
}

}  // namespace

Actions actions_at(const Snapshot& snapshot, const Findings& findings, Range range,
                   const WantedActions& wanted) {
  const Spot spot = spot_of(snapshot, range);
  Actions actions;
  if (wanted.quick_fixes) {
    append_fixes(spot, findings, actions);
    append_alternatives(spot, actions);
  }
  if (wanted.refactorings) {
    for (const auto append :
         {append_split_run, append_merge_runs, append_forms, append_heredocs, append_sort_packages,
          append_extract_stage, append_name_stage, append_inline_arg, append_copy_owner,
          append_cache_mount, append_pairs})
      append(spot, actions);
  }
  if (wanted.quick_fixes) append_suppressions(spot, findings, actions);
  if (!wanted.disabled)
    std::erase_if(actions, [](const Action& action) { return !action.disabled.empty(); });
  return without_repeats(std::move(actions));
}

std::vector<Edit> fix_all_edits(const Snapshot& snapshot, const RuleSet& rules,
                                const BuildContext* context) {
  const std::string_view text = snapshot.document.text.bytes();
  return line_edits(text, fix(Text(std::string(text)), rules, Safety::safe, context).text);
}

}  // namespace dflint
