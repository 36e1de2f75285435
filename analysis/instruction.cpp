// One instruction of a Dockerfile: its bytes, and what they say.
#include "analysis/instruction.h"

#include <algorithm>

namespace dflint {
namespace {

const Piece& piece_of(const std::vector<Piece>& pieces, uint32_t line_offset) {
  const auto after =
      std::upper_bound(pieces.begin() + 1, pieces.end(), line_offset,
                       [](uint32_t offset, const Piece& piece) { return offset < piece.line; });
  return *std::prev(after);
}

}  // namespace

Span Instruction::span_of_line(uint32_t begin, uint32_t end) const {
  if (pieces.empty()) return {};
  const Piece& first = pieces.size() == 1 ? pieces[0] : piece_of(pieces, begin);
  const uint32_t from = first.source + begin - first.line;
  if (end <= begin) return {from, from};
  const Piece& last = pieces.size() == 1 ? pieces[0] : piece_of(pieces, end - 1);
  return {from, last.source + end - last.line};
}

Span Instruction::span_in(const Word& word, uint32_t begin, uint32_t end) const {
  return word.decoded ? word.span : span_of_line(word.begin + begin, word.begin + end);
}

const Flag* Instruction::flag(const Statement& of, std::string_view name) const {
  for (const Flag& flag : of.flags) {
    if (value(flag.name) == name) return &flag;
  }
  return nullptr;
}

}  // namespace dflint
