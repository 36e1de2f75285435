// Counts code units.
#include "server/lsp/position.h"

#include <algorithm>
#include <string_view>

#include "analysis/unicode.h"

namespace dflint::lsp {
namespace {

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

uint32_t units(const CodePoint& point, PositionEncoding encoding) {
  switch (encoding) {
    case PositionEncoding::utf8:
      return point.size;
    case PositionEncoding::utf16:
      return point.value > 0xFFFF ? 2 : 1;
    case PositionEncoding::utf32:
      return 1;
  }
  return 1;
}

bool has_lone_return(std::string_view bytes) {
  for (size_t at = bytes.find('\r'); at != std::string_view::npos; at = bytes.find('\r', at + 1)) {
    if (at + 1 == bytes.size() || bytes[at + 1] != '\n') return true;
  }
  return false;
}

}  // namespace

PositionMap::PositionMap(const Text& text, PositionEncoding encoding)
    : text_(text), encoding_(encoding) {
  const std::string_view bytes = text.bytes();
  if (!text.may_have_returns() || !has_lone_return(bytes)) return;
  starts_.push_back(0);
  for (size_t at = 0; at < bytes.size(); ++at) {
    const bool ends_line = bytes[at] == '\n' ||
                           (bytes[at] == '\r' && (at + 1 == bytes.size() || bytes[at + 1] != '\n'));
    if (ends_line) starts_.push_back(static_cast<uint32_t>(at + 1));
  }
}

uint32_t PositionMap::line_count() const {
  return starts_.empty() ? text_.line_count() : static_cast<uint32_t>(starts_.size());
}

uint32_t PositionMap::line_of(uint32_t offset) const {
  if (starts_.empty()) return text_.line_of(offset) - 1;
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  return static_cast<uint32_t>(after - starts_.begin()) - 1;
}

PositionMap::Line PositionMap::line(uint32_t number) const {
  const auto start = [&](uint32_t n) {
    if (n >= line_count()) return text_.size();
    return starts_.empty() ? text_.line_start(n + 1) : starts_[n];
  };
  Line line = {start(number), start(number + 1)};
  const std::string_view bytes = text_.bytes();
  if (line.end > line.begin && bytes[line.end - 1] == '\n') --line.end;
  if (line.end > line.begin && bytes[line.end - 1] == '\r') --line.end;
  return line;
}

Position PositionMap::of(uint32_t offset) {
  offset = std::min(offset, text_.size());
  const std::string_view bytes = text_.bytes();
  const bool is_last = last_line_ + 1 >= line_count();
  if (offset < last_offset_ || (!is_last && offset >= line(last_line_ + 1).begin)) {
    last_line_ = line_of(offset);
    last_offset_ = line(last_line_).begin;
    last_character_ = 0;
  }
  // What ends a line is no place in it.
  offset = std::min(offset, line(last_line_).end);
  while (last_offset_ < offset) {
    if (is_ascii(bytes[last_offset_])) {
      ++last_offset_, ++last_character_;
      continue;
    }
    const CodePoint point = decode(bytes.substr(last_offset_));
    if (last_offset_ + point.size > offset) break;
    last_offset_ += point.size;
    last_character_ += units(point, encoding_);
  }
  return {last_line_, last_character_};
}

uint32_t PositionMap::offset_of(Position position) const {
  if (position.line >= line_count()) return text_.size();
  const Line where = line(position.line);
  const std::string_view bytes = text_.bytes();
  uint32_t offset = where.begin;
  uint32_t left = position.character;
  while (left > 0 && offset < where.end) {
    if (is_ascii(bytes[offset])) {
      ++offset, --left;
      continue;
    }
    const CodePoint point = decode(bytes.substr(offset));
    const uint32_t size = units(point, encoding_);
    if (size > left) break;
    offset += point.size;
    left -= size;
  }
  return std::min(offset, where.end);
}

}  // namespace dflint::lsp
