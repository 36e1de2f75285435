// Findings as checks report them, and the names of their scales.
#include "rules/report.h"

#include <utility>

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
  finding.rule = rule_;
  finding.severity = severity_;
  finding.place = place;
  finding.message = std::move(message);
  return finding;
}

Fix replace(Place place, std::string text, std::string title, Safety safety) {
  Fix fix{std::move(title), safety, {}};
  fix.replacements.push_back({place, std::move(text)});
  return fix;
}

}  // namespace dflint
