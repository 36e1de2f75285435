// Counts columns; long lines get a mark every kilobyte at the first question.
#include "server/output/places.h"

#include <algorithm>
#include <iterator>

#include "server/output/utf8.h"

namespace dflint {
namespace {

constexpr uint32_t stretch = 1024;

}  // namespace

const std::vector<Places::Mark>& Places::marks_of(uint32_t line) {
  std::vector<Mark>& marks = marks_[line];
  if (!marks.empty()) return marks;
  const uint32_t begin = text_.line_start(line), end = text_.line_start(line + 1);
  uint32_t count = 0;
  for (uint32_t at = begin; at < end; ++count) {
    if (marks.empty() || at - marks.back().offset >= stretch) marks.push_back({at, count});
    at += decode(text_.bytes().substr(at)).size;
  }
  return marks;
}

Position Places::of(uint32_t offset) {
  const uint32_t line = text_.line_of(offset);
  Mark from = {text_.line_start(line), 0};
  if (offset - from.offset > stretch) {
    const std::vector<Mark>& marks = marks_of(line);
    from = *std::prev(std::ranges::upper_bound(marks, offset, {}, &Mark::offset));
  }
  const std::string_view before = text_.bytes().substr(from.offset, offset - from.offset);
  return {line, from.before + count_code_points(before) + 1, offset};
}

}  // namespace dflint
