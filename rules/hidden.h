// Here-documents that the builder does not see, so that it reads their bodies as instructions.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "analysis/document.h"

namespace dflint {

struct HiddenHeredoc {
  uint32_t begin = 0, end = 0;  // <<EOF in the line
  std::string_view name;
  size_t body_end = 0;  // number of the instruction behind the closing name
};

namespace hidden_detail {

inline bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// <<NAME, <<-NAME, <<"NAME" at `at`; an empty name where it is something else.
inline HiddenHeredoc marker_at(std::string_view line, size_t at) {
  HiddenHeredoc marker;
  marker.begin = static_cast<uint32_t>(at);
  at += 2;
  if (at < line.size() && line[at] == '-') ++at;
  while (at < line.size() && line[at] == ' ') ++at;
  if (at < line.size() && (line[at] == '"' || line[at] == '\'')) ++at;
  const size_t begin = at;
  while (at < line.size() && is_name(line[at])) ++at;
  if (begin < at && line[begin] > '9') marker.name = line.substr(begin, at - begin);
  if (at < line.size() && (line[at] == '"' || line[at] == '\'') && !is_name(line[begin - 1])) ++at;
  marker.end = static_cast<uint32_t>(at);
  return marker;
}

// The number of the instruction that begins at or behind `offset`.
inline size_t instruction_from(const Document& document, uint32_t offset) {
  return static_cast<size_t>(
      std::lower_bound(document.starts.begin(), document.starts.end(), offset) -
      document.starts.begin());
}

}  // namespace hidden_detail

// The here-document that was meant where instruction number `index` holds <<NAME and a line NAME
// follows, but the builder takes it for none. Looks at 16 KiB at most.
inline std::optional<HiddenHeredoc> hidden_heredoc(const Document& document, size_t index) {
  const Instruction& in = *document.instructions[index];
  if (!in.heredocs.empty() || index + 1 >= document.instructions.size()) return std::nullopt;
  const std::string_view line = in.line();
  size_t at = line.find("<<");
  while (at != std::string_view::npos && line.substr(at, 3) == "<<<") at = line.find("<<", at + 3);
  if (at == std::string_view::npos) return std::nullopt;
  HiddenHeredoc found = hidden_detail::marker_at(line, at);
  if (found.name.empty()) return std::nullopt;
  const uint32_t begin = document.starts[index + 1];
  const std::string_view text = document.text.bytes().substr(begin, 16384);
  for (size_t from = 0; from < text.size();) {
    const size_t end = std::min(text.find('\n', from), text.size());
    std::string_view last = text.substr(from, end - from);
    while (!last.empty() && (last.back() == '\r' || last.back() == ' ')) last.remove_suffix(1);
    while (!last.empty() && (last[0] == '\t' || last[0] == ' ')) last.remove_prefix(1);
    if (last == found.name) {
      found.body_end =
          hidden_detail::instruction_from(document, begin + static_cast<uint32_t>(end));
      return found;
    }
    from = end + 1;
  }
  return std::nullopt;
}

}  // namespace dflint
