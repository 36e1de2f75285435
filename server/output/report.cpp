// Sums, edits and addresses that several formats need.
#include "server/output/report.h"

#include <algorithm>

namespace dflint {
namespace {

constexpr std::string_view rule_url_base = "https://github.com/dflint/dflint/blob/main/docs/rules/";

}  // namespace

void Tally::add(const Findings& findings) {
  ++files;
  files_with_findings += !findings.empty();
  for (const Finding& finding : findings) ++by_severity[static_cast<size_t>(finding.severity)];
}

void Tally::add(const Tally& other) {
  files += other.files;
  files_with_findings += other.files_with_findings;
  unreadable += other.unreadable;
  excluded += other.excluded;
  if (other.fixed) fixed = fixed.value_or(0) + *other.fixed;
  for (size_t i = 0; i < by_severity.size(); ++i) by_severity[i] += other.by_severity[i];
}

std::vector<Edit> edits_of(Locator& locator, const Fix& fix) {
  std::vector<Edit> edits;
  edits.reserve(fix.replacements.size());
  for (const Replacement& replacement : fix.replacements) {
    edits.push_back({locator.range(replacement.place), replacement.text});
  }
  std::ranges::stable_sort(edits, {}, [](const Edit& edit) { return edit.range.begin; });
  return edits;
}

std::string rule_url(std::string_view rule) {
  return std::string(rule_url_base).append(rule).append(".md");
}

}  // namespace dflint
