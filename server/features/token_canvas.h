// A text and what each of its bytes is: what painters of tokens paint on.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analysis/instruction.h"
#include "analysis/shell/script.h"
#include "server/features/tokens.h"

namespace dflint {

// A kind and its modifiers in one byte.
using TokenCell = uint8_t;
constexpr TokenCell token_cell(TokenKind kind, uint8_t modifiers = 0) {
  return static_cast<TokenCell>(size_t(kind) | size_t(modifiers) << 6);
}
static_assert(token_kind_count <= 64);
constexpr TokenKind kind_of(TokenCell cell) { return static_cast<TokenKind>(cell & 63); }
constexpr uint8_t modifiers_of(TokenCell cell) { return cell >> 6; }

// Blanks and line endings: they belong to no token but a comment.
constexpr bool is_token_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Later paint covers earlier paint, so tokens can neither overlap nor stand in disorder.
class TokenCanvas {
 public:
  // `cells` is the canvas' memory, lent to it.
  TokenCanvas(std::string_view text, std::vector<TokenCell>& cells) : text_(text), cells_(cells) {
    cells_.assign(text.size(), 0);
  }

  std::string_view text() const { return text_; }
  uint32_t size() const { return static_cast<uint32_t>(text_.size()); }
  char at(uint32_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }
  TokenCell cell(uint32_t offset) const { return cells_[offset]; }
  void set(uint32_t offset, TokenCell cell) { cells_[offset] = cell; }

  // Bytes [begin, end), as far as they exist, blanks included.
  void fill(uint32_t begin, uint32_t end, TokenKind kind, uint8_t modifiers = 0);
  // The same without the blanks.
  void paint(uint32_t begin, uint32_t end, TokenKind kind, uint8_t modifiers = 0);
  void clear(uint32_t begin, uint32_t end) { fill(begin, end, TokenKind::none); }

  // The escape character at `begin` and the character behind it; returns where that ends.
  uint32_t paint_escape(uint32_t begin, uint32_t end, TokenKind kind);
  // $NAME or ${NAME…} at `begin`; returns where it ends, or `begin` where none stands.
  uint32_t paint_variable(uint32_t begin, uint32_t end, int depth = 0);

 private:
  std::string_view text_;
  std::vector<TokenCell>& cells_;
};

// How a stretch of text is to be read.
struct TokenText {
  char escape = '\\';
  TokenKind plain = TokenKind::word;  // what stands outside of quotes
  bool quotes = true;                 // quotes mean something
  bool variables = true;              // $NAME means something
};
// Words with quotes, escapes and variables, as the builder reads them.
void paint_text(TokenCanvas& canvas, uint32_t begin, uint32_t end, const TokenText& how);

// A script on the canvas of its own text.
void paint_script(TokenCanvas& canvas, const Script& script);
// A text in a shell's language, without knowing which: where no parser says more. Leaves alone
// what is painted already.
void paint_unparsed(TokenCanvas& canvas, ShellKind kind);

// The line of an instruction, from keyword to last argument; not what its scripts paint.
void paint_statement(TokenCanvas& canvas, const Instruction& in, const Statement& statement);

// Where a byte of the source stands in a text that consists of `pieces`: the end of the piece
// before it where it stands in none.
uint32_t in_pieces(const std::vector<Piece>& pieces, uint32_t text_size, uint32_t source);

}  // namespace dflint
