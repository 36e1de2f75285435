// A document and everything known about it at one moment.
#pragma once

#include <memory>

#include "analysis/document.h"
#include "analysis/plan.h"
#include "rules/lint.h"

namespace dflint {

struct Snapshot {
  Document document;
  Plan plan;
  Lint lint;
};
using SnapshotPtr = std::shared_ptr<const Snapshot>;

// `context` is needed during the call only.
SnapshotPtr snapshot(Text text, const RuleSet& rules, const BuildContext* context = nullptr);
// After an edit; shares with `old` whatever the edit cannot have changed.
SnapshotPtr next(const Snapshot& old, const Edit& edit, const RuleSet& rules,
                 const BuildContext* context = nullptr, Reach reach = Reach::all);

}  // namespace dflint
