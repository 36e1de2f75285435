// A rule as Markdown: its page in docs/, its hover and `dflint explain` are the same text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/text.h"
#include "rules/context.h"
#include "rules/context_tree.h"
#include "rules/rule.h"
#include "rules/rule_set.h"

namespace dflint {

std::string manual(const Rule& rule);
// Its name, summary and reasons, and how its first example looks when mended: for where there is
// little room. Takes no look at fixes, so it costs next to nothing.
std::string manual_excerpt(const Rule& rule);
// docs/rules/README.md: all rules in one table.
std::string manual_index(const std::vector<Rule>& rules);

// A text with [| |] marks taken out, and what they enclosed, in order of the text. Marks nest.
struct MarkedText {
  std::string text;
  std::vector<Range> ranges;
};
MarkedText unmarked(std::string_view marked);

// One side of an example, without the newline it begins with.
std::string_view example_text(std::string_view side);

// A build context that holds `paths`, one a line.
ContextTree tree_of(std::string_view paths);

// The build that an example belongs to.
struct ExampleContext {
  explicit ExampleContext(const Example& example);
  ExampleContext(const ExampleContext&) = delete;
  ExampleContext& operator=(const ExampleContext&) = delete;

  const IgnoreFile ignore;
  const ContextTree tree;  // of the files that the example names
  const BuildContext context;
};

// What must be on to see the rule at work on its example, with the options given there: the rule
// alone, but for unused-suppression, which looks at what the others find.
Config config_for(const Rule& rule, const Example& example);

}  // namespace dflint
