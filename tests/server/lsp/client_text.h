// What an editor holds of a document: its bytes, and positions in them. Counted in another way than
// the server counts them, so that the two can be compared.
#pragma once

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/text.h"
#include "server/lsp/position.h"

namespace dflint::lsp {

using nlohmann::json;

// What of `bytes` can be said in JSON: the rest becomes U+FFFD.
inline std::string as_unicode(std::string_view bytes) {
  const std::string quoted = json(bytes).dump(-1, ' ', false, json::error_handler_t::replace);
  return json::parse(quoted).get<std::string>();
}

class ClientText {
 public:
  // `bytes` is whole UTF-8.
  ClientText(std::string bytes, PositionEncoding encoding)
      : bytes_(std::move(bytes)), encoding_(encoding) {
    read_lines();
  }

  const std::string& bytes() const { return bytes_; }
  uint32_t size() const { return static_cast<uint32_t>(bytes_.size()); }

  // The nearest place before `offset` that a position can name.
  uint32_t place_before(uint32_t offset) const { return offset_of(position_of(offset)); }

  Position position_of(uint32_t offset) const {
    size_t number = lines_.size() - 1;
    while (lines_[number].begin > offset) --number;
    const Range line = lines_[number];
    uint32_t units = 0;
    for (uint32_t at = line.begin; at < line.end;) {
      const uint32_t next = behind(at);
      if (next > offset) break;
      units += units_of(at);
      at = next;
    }
    return {static_cast<uint32_t>(number), units};
  }

  uint32_t offset_of(Position position) const {
    if (position.line >= lines_.size()) return size();
    const Range line = lines_[position.line];
    uint64_t units = 0;
    uint32_t at = line.begin;
    while (at < line.end && units + units_of(at) <= position.character) {
      units += units_of(at);
      at = behind(at);
    }
    return at;
  }

  void replace(Range range, std::string_view text) {
    bytes_.replace(range.begin, range.size(), text);
    read_lines();
  }

 private:
  // The text of each line, without its end.
  void read_lines() {
    lines_.assign(1, {0, 0});
    for (uint32_t at = 0; at < size(); ++at) {
      const char c = bytes_[at];
      const bool pair = c == '\r' && at + 1 < size() && bytes_[at + 1] == '\n';
      if (c != '\n' && c != '\r') {
        lines_.back().end = at + 1;
        continue;
      }
      if (pair) ++at;
      lines_.push_back({at + 1, at + 1});
    }
  }

  uint32_t behind(uint32_t at) const {
    do ++at;
    while (at < size() && (static_cast<unsigned char>(bytes_[at]) & 0xC0) == 0x80);
    return at;
  }

  uint32_t units_of(uint32_t at) const {
    if (encoding_ == PositionEncoding::utf8) return behind(at) - at;
    return encoding_ == PositionEncoding::utf16 && behind(at) - at == 4 ? 2 : 1;
  }

  std::string bytes_;
  PositionEncoding encoding_;
  std::vector<Range> lines_;
};

inline json to_json(Position position) {
  return {{"line", position.line}, {"character", position.character}};
}

inline json to_json(Position begin, Position end) {
  return {{"start", to_json(begin)}, {"end", to_json(end)}};
}

}  // namespace dflint::lsp
