// Runs rules over marked texts and marks what they find.
#include "tests/support/marked_text.h"

#include <algorithm>

#include "rules/manual.h"
#include "rules/shown.h"

namespace dflint {

std::string with_marks(std::string_view text, std::vector<Range> ranges) {
  // Outer ranges open first; what ends at a place closes before the next one opens there.
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::string result;
  std::vector<uint32_t> open;  // ends of the ranges around, innermost last
  const auto close = [&](uint32_t at) {
    for (size_t i = open.size(); i > 0; --i) {
      if (open[i - 1] > at) continue;
      result += "|]";
      open.erase(open.begin() + static_cast<ptrdiff_t>(i - 1));
    }
  };
  size_t next = 0;
  for (uint32_t at = 0; at <= text.size(); ++at) {
    close(at);
    for (; next < ranges.size() && ranges[next].begin == at; ++next) {
      result += "[|";
      if (ranges[next].empty()) {
        result += "|]";
      } else {
        open.push_back(ranges[next].end);
      }
    }
    if (at < text.size()) result += text[at];
  }
  return result;
}

Marked marked_by(std::string_view rule, std::string_view marked, const RuleSet& rules,
                 const BuildContext* context) {
  const MarkedText wanted = unmarked(example_text(marked));
  const SnapshotPtr seen = snapshot(Text(wanted.text), rules, context);
  Locator locator(seen->document);
  std::vector<Range> found;
  for (const Finding& finding : all_findings(seen->document, seen->plan, seen->lint, rules)) {
    if (finding.rule->name == rule) found.push_back(locator.range(finding.place));
  }
  return {with_marks(wanted.text, wanted.ranges), with_marks(wanted.text, std::move(found))};
}

Marked marked_by(std::string_view rule, std::string_view marked) {
  RuleSet rules(builtin_rules());
  rules.select({{std::string(rule)}, {}});
  return marked_by(rule, marked, rules);
}

}  // namespace dflint
