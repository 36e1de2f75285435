// Texts with [| |] around what a rule reports: how tests of rules say what they expect.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/text.h"
#include "rules/context.h"
#include "rules/rule_set.h"

namespace dflint {

// [| |] put around each range; the same ranges give the same text, in whatever order they come.
std::string with_marks(std::string_view text, std::vector<Range> ranges);

// What a rule was expected to report and what it reported, to be compared with EXPECT_EQ.
struct Marked {
  std::string expected;
  std::string found;
};

// Runs the built-in rule of that name over a text with marks. A newline at the text's begin is no
// part of it.
Marked marked_by(std::string_view rule, std::string_view marked);
// The same with other rules on, of which only `rule` counts.
Marked marked_by(std::string_view rule, std::string_view marked, const RuleSet& rules,
                 const BuildContext* context = nullptr);

}  // namespace dflint
