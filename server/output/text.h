// Findings for people: code frames in a terminal.
#pragma once

#include <string>

#include "server/output/report.h"

namespace dflint {

void append_text_findings(std::string& out, const FileReport& report, bool coloured);

// "3 errors, 12 warnings, 4 notes in 2 of 17 files". `rule` is one of those that spoke, to show how
// to learn more; may be empty.
void append_text_summary(std::string& out, const Tally& tally, std::string_view rule);

}  // namespace dflint
