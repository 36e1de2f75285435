// Builds snapshots: all at once, or from the one before and an edit.
#include "rules/snapshot.h"

#include <utility>

namespace dflint {

// Each part is built in its final place: the plan holds views into the document.
SnapshotPtr snapshot(Text text, const RuleSet& rules, const BuildContext* context) {
  auto made = std::make_shared<Snapshot>();
  made->document = parse(std::move(text));
  made->plan = plan(made->document);
  made->lint = lint(made->document, made->plan, rules, context);
  return made;
}

SnapshotPtr next(const Snapshot& old, const Edit& edit, const RuleSet& rules,
                 const BuildContext* context, Reach reach) {
  auto made = std::make_shared<Snapshot>();
  made->document = parse(old.document, edit);
  made->plan = plan(made->document, &old.document, &old.plan);
  made->lint =
      lint(made->document, made->plan, rules, context, &old.document, &old.plan, &old.lint, reach);
  return made;
}

}  // namespace dflint
