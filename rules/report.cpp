// Findings as checks report them, and the names of their scales.
#include "rules/report.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include <fmt/core.h>

#include "analysis/casing.h"

namespace dflint {

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::style:
      return "style";
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "";
}

std::string_view to_string(Category category) {
  switch (category) {
    case Category::correctness:
      return "correctness";
    case Category::security:
      return "security";
    case Category::reproducibility:
      return "reproducibility";
    case Category::cache:
      return "cache";
    case Category::size:
      return "size";
    case Category::style:
      return "style";
  }
  return "";
}

std::string_view to_string(Safety safety) { return safety == Safety::safe ? "safe" : "unsafe"; }

Finding& Report::add(Place place, std::string message) {
  Finding& finding = into_.emplace_back();
  finding.rule = active_->rule;
  finding.severity = active_->severity;
  finding.place = place;
  finding.message = std::move(message);
  return finding;
}

const OptionValue& Report::option(std::string_view name) const {
  const Options& options = active_->rule->options;
  const auto* found = std::find_if(options.begin(), options.end(),
                                   [&](const Option& option) { return option.name == name; });
  assert(found != options.end());
  return (*active_->options)[static_cast<size_t>(found - options.begin())];
}

Fix replace(Place place, std::string text, std::string title, Safety safety) {
  Fix fix{std::move(title), safety, {}};
  fix.replacements.push_back({place, std::move(text)});
  return fix;
}

}  // namespace dflint
