// Findings as JSON, one a line.
#pragma once

#include <string>

#include "server/output/report.h"

namespace dflint {

// The object that all findings of a run are printed in: its beginning, the findings of each file
// that has any with json_separator between two files, its end.
constexpr std::string_view json_begin = "{\"version\":1,\"findings\":[\n";
constexpr std::string_view json_separator = ",\n";
void append_json_findings(std::string& out, const FileReport& report);
void append_json_end(std::string& out, const Tally& tally);

}  // namespace dflint
