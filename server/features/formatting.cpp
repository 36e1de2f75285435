// Formatting of the file or of a range.
#include "server/features/formatting.h"

#include <algorithm>

#include "analysis/format.h"
#include "analysis/format/meaning.h"
#include "server/features/action.h"
#include "server/features/instruction_at.h"
#include "server/features/line_diff.h"

namespace dflint {
namespace {

bool inside(Range inner, Range outer) {
  return inner.begin >= outer.begin && inner.end <= outer.end;
}

// Whole lines, the last line ending included.
Range lines_of(const Text& text, Range range) {
  return {text.line_start(text.line_of(range.begin)), text.line_start(text.line_of(range.end) + 1)};
}

size_t without_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text.size();
}

bool is_continued(const Document& document, const Range& edit) {
  const size_t index = instruction_at(document, edit.begin);
  const Instruction& in = *document.instructions[index];
  if (in.statement.keyword == Keyword::none) return false;
  const Range body = document.range(index, in.body);
  return edit.end >= body.begin && in.source(in.body).find('\n') != std::string_view::npos;
}

std::vector<Edit> without_continued(const Document& document, std::vector<Edit> edits) {
  std::erase_if(edits, [&](const Edit& edit) { return is_continued(document, edit.range); });
  return edits;
}

// What of the file a formatting of the range may change: its lines, and those of instructions that
// it touches.
std::vector<Range> regions_of(const Document& document, const Spot& spot) {
  std::vector<Range> regions = {lines_of(document.text, spot.range)};
  for (size_t i = spot.first; i <= spot.last; ++i) {
    const Instruction& in = spot.in(i);
    if (in.statement.keyword == Keyword::none || !spot.touches(i, in.body)) continue;
    regions.push_back(lines_of(document.text, spot.file_range(i, in.body)));
  }
  return regions;
}

}  // namespace

std::vector<Edit> format_edits(const Snapshot& snapshot, const EditorFormat& format) {
  const Document& document = snapshot.document;
  const std::string_view before = document.text.bytes();
  std::string after = formatted(document, snapshot.plan, format.options);
  if (!format.final_newline && !before.ends_with('\n')) after.resize(without_line_end(after));
  std::vector<Edit> edits = line_edits(before, after);
  return format.single_lines ? without_continued(document, std::move(edits)) : edits;
}

std::vector<Edit> format_range_edits(const Snapshot& snapshot, Range range,
                                     const EditorFormat& format) {
  const Document& document = snapshot.document;
  const Spot spot = spot_of(snapshot, range);
  const std::vector<Range> regions = regions_of(document, spot);
  std::vector<Edit> edits = format_edits(snapshot, format);
  std::erase_if(edits, [&](const Edit& edit) {
    return std::none_of(regions.begin(), regions.end(),
                        [&](const Range& region) { return inside(edit.range, region); });
  });
  if (edits.empty()) return edits;
  // The layout was tried out as a whole; a part of it must stand alone.
  const Document after = parse(Text(applied(document.text.bytes(), edits)));
  if (!changed_instructions(document, after).empty() || !same_comments(document, after)) return {};
  return edits;
}

}  // namespace dflint
