// Formatting as edits: of the file, of a range, and while one types.
#pragma once

#include <vector>

#include "analysis/format/options.h"
#include "rules/snapshot.h"

namespace dflint {

struct EditorFormat {
  FormatOptions options = {};
  bool single_lines = false;   // leave instructions of several lines alone
  bool final_newline = false;  // the last line gets an end where it has none
};

// What `dflint format` would do, as edits: in order, none overlapping. Linear.
std::vector<Edit> format_edits(const Snapshot& snapshot, const EditorFormat& format);

// Those that touch the instructions whose lines the range touches, and blank lines in the range.
// Nothing where the rest could not stay as it is. Linear.
std::vector<Edit> format_range_edits(const Snapshot& snapshot, Range range,
                                     const EditorFormat& format);

// What belongs to a character that was typed and stands before `offset`, if anything does:
// indentation behind a continued line, the end of a here-document behind the line that opens it.
// A newline: the new line holds `offset`. The escape character: the next line, which joins this
// one, is indented where it is no instruction and not indented yet; whether the character is in
// the text already does not matter.
std::vector<Edit> format_typed_edits(const Snapshot& snapshot, uint32_t offset, char typed,
                                     const EditorFormat& format);

}  // namespace dflint
