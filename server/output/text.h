// Findings for people: code frames in a terminal.
#pragma once

#include <string>

#include "server/output/report.h"

namespace dflint {

void append_text_findings(std::string& out, const FileReport& report, bool coloured);

// "3 errors, 12 warnings, 4 notes in 2 of 17 files". `rule` is one of those that spoke, to show how
// to learn more; may be empty. "3 fixed; 1 error remains in 2 of 17 files" where fixes were made.
void append_text_summary(std::string& out, const Tally& tally, std::string_view rule);

// "3 findings in 2 of 17 files would be fixed".
void append_diff_summary(std::string& out, const Tally& tally);

}  // namespace dflint
