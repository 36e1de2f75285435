// What the formats are given: the findings of one file, and the sums over all files.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/document.h"
#include "analysis/plan.h"
#include "rules/finding.h"

namespace dflint {

struct FileReport {
  std::string_view path;  // as the user is to read it; any bytes
  const Document& document;
  const Plan& plan;
  const Findings& findings;  // in order of the text
};

struct Tally {
  size_t files = 0;  // that could be read
  size_t files_with_findings = 0;
  size_t unreadable = 0;  // files and directories
  size_t excluded = 0;    // files that the configuration leaves out
  std::array<size_t, 4> by_severity{};
  std::optional<size_t> fixed = {};  // findings mended, where that was asked for

  size_t of(Severity severity) const { return by_severity[static_cast<size_t>(severity)]; }
  size_t findings() const {
    return by_severity[0] + by_severity[1] + by_severity[2] + by_severity[3];
  }
  void add(const Findings& findings);  // of one more file
  void add(const Tally& other);
};

// The edits of a fix, in order of the text.
std::vector<Edit> edits_of(Locator& locator, const Fix& fix);

// Where the manual page of a rule can be read.
std::string rule_url(std::string_view rule);

}  // namespace dflint
