// The bytes of a file at one moment, and the ways to speak of places in them.
#include "analysis/text.h"

#include <algorithm>
#include <cstring>

#include "analysis/unicode.h"

namespace dflint {
namespace {

// Appends the start of each line that begins after a '\n' in bytes [from, to).
void find_lines(const std::string& bytes, size_t from, size_t to, std::vector<uint32_t>& starts) {
  const char* data = bytes.data();
  while (from < to) {
    const void* found = std::memchr(data + from, '\n', to - from);
    if (!found) return;
    from = static_cast<const char*>(found) - data + 1;
    starts.push_back(static_cast<uint32_t>(from));
  }
}

}  // namespace

Text::Text(std::string bytes) : bytes_(std::move(bytes)) {
  may_have_returns_ = bytes_.find('\r') != std::string::npos;
  starts_.reserve(bytes_.size() / 32 + 2);
  starts_.push_back(0);
  find_lines(bytes_, 0, bytes_.size(), starts_);
}

uint32_t Text::line_of(uint32_t offset) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  return static_cast<uint32_t>(after - starts_.begin());
}

uint32_t Text::line_start(uint32_t line) const {
  return line > starts_.size() ? size() : starts_[line - 1];
}

std::string_view Text::line(uint32_t line) const {
  if (line > starts_.size()) return {};
  const uint32_t begin = starts_[line - 1];
  uint32_t end = line < starts_.size() ? starts_[line] - 1 : size();
  if (end > begin && bytes_[end - 1] == '\r') --end;
  return std::string_view(bytes_).substr(begin, end - begin);
}

uint32_t Text::column_of(uint32_t offset) const {
  const uint32_t begin = starts_[line_of(offset) - 1];
  return 1 + count_code_points(bytes().substr(begin, std::min(offset, size()) - begin));
}

Text Text::with(const Edit& edit) const {
  Text next;
  next.bytes_.reserve(bytes_.size() - edit.range.size() + edit.text.size());
  next.bytes_.append(bytes_, 0, edit.range.begin).append(edit.text).append(bytes_, edit.range.end);

  next.may_have_returns_ = may_have_returns_ || edit.text.find('\r') != std::string::npos;

  // Lines before the edit stay, those after it move.
  next.starts_.clear();
  next.starts_.reserve(starts_.size() + 16);
  const auto kept = std::upper_bound(starts_.begin(), starts_.end(), edit.range.begin);
  next.starts_.assign(starts_.begin(), kept);
  const size_t edited = edit.range.begin + edit.text.size();
  find_lines(next.bytes_, edit.range.begin, edited, next.starts_);
  const uint32_t shift = static_cast<uint32_t>(next.bytes_.size() - bytes_.size());
  const auto moved = std::upper_bound(kept, starts_.end(), edit.range.end);
  const size_t count = next.starts_.size();
  next.starts_.resize(count + static_cast<size_t>(starts_.end() - moved));
  std::transform(moved, starts_.end(), next.starts_.begin() + static_cast<ptrdiff_t>(count),
                 [shift](uint32_t start) { return start + shift; });
  return next;
}

}  // namespace dflint
