// Leads from one text to the other, and edits with it.
#include "server/lsp/inset.h"

#include <algorithm>
#include <optional>

namespace dflint::lsp {

uint32_t Inset::outside(uint32_t inside) const {
  const auto after = std::ranges::upper_bound(pieces, inside, {}, &Piece::inside);
  const Piece& piece = after == pieces.begin() ? pieces.front() : *std::prev(after);
  return piece.outside + (inside - piece.inside);
}

uint32_t Inset::inside(uint32_t outside) const {
  const auto after = std::ranges::upper_bound(pieces, outside, {}, &Piece::outside);
  if (after == pieces.begin()) return 0;
  const Piece& piece = *std::prev(after);
  const uint32_t inside = piece.inside + (outside - piece.outside);
  return after == pieces.end() ? inside : std::min(inside, after->inside);
}

bool Inset::replaces_in(Range inside) const {
  const auto first = std::ranges::lower_bound(replaced, inside.begin);
  return first != replaced.end() && *first < inside.end;
}

Edit Inset::edit_outside(std::string_view document, const Edit& edit) const {
  Edit result{{outside(edit.range.begin), outside(edit.range.end)}, {}};
  // What stands before a place in its line, if nothing of the text does.
  const auto prefix_at = [&](uint32_t inside) -> std::optional<std::string_view> {
    const auto piece = std::ranges::lower_bound(pieces, inside, {}, &Piece::inside);
    if (piece == pieces.end() || piece->inside != inside) return std::nullopt;
    const std::string_view before = document.substr(0, piece->outside);
    const std::string_view line = before.substr(before.rfind('\n') + 1);  // npos + 1 is 0
    if (line.find_first_not_of(" \t>") != std::string_view::npos) return std::nullopt;
    return line;
  };
  const auto before = prefix_at(edit.range.begin), after = prefix_at(edit.range.end);
  // A line that is left empty keeps what it has; so does the rest behind the edit, if it is a line.
  const auto wanted = [&](std::string_view line, bool is_last) -> std::string_view {
    const std::string_view whole = prefix;
    if (is_last && line.empty()) return after.value_or(whole);
    const bool empty = line.empty() || line == "\r";
    return empty ? whole.substr(0, whole.rfind('>') + 1) : whole;
  };
  for (size_t at = 0; at <= edit.text.size();) {
    const size_t end = std::min(edit.text.find('\n', at), edit.text.size());
    const bool is_last = end == edit.text.size();
    const std::string_view line = std::string_view(edit.text).substr(at, end - at);
    if (at > 0) {
      result.text += wanted(line, is_last);
    } else if (before && wanted(line, is_last) != *before) {
      result.range.begin -= static_cast<uint32_t>(before->size());
      result.text += wanted(line, is_last);
    }
    result.text += doubles_dollars ? with_double_dollars(line) : std::string(line);
    if (!is_last) result.text += '\n';
    at = end + 1;
  }
  return result;
}

std::string with_double_dollars(std::string_view text) {
  std::string result;
  for (const char c : text) result.append(c == '$' ? 2 : 1, c);
  return result;
}

}  // namespace dflint::lsp
