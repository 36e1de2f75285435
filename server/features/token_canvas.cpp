// A text and what each of its bytes is: quotes, escapes and variables.
#include "server/features/token_canvas.h"

#include <algorithm>

#include "analysis/shell/lex.h"

namespace dflint {
namespace {

constexpr int deepest = 50;

bool is_special_parameter(char c) {
  return (c >= '0' && c <= '9') || std::string_view("@*#?-$!").find(c) != std::string_view::npos;
}

bool is_modifier(char c) {
  return std::string_view("-+?=#%/^,@").find(c) != std::string_view::npos;
}

// What an escape character changes inside of double quotes.
bool is_escapable(char c, char escape) { return c == '"' || c == '$' || c == '`' || c == escape; }

// One past the UTF-8 character at `at`.
uint32_t after_character(std::string_view text, uint32_t at, uint32_t end) {
  ++at;
  while (at < end && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return std::min(at, end);
}

}  // namespace

void TokenCanvas::fill(uint32_t begin, uint32_t end, TokenKind kind, uint8_t modifiers) {
  end = std::min(end, size());
  if (begin >= end) return;
  std::fill(cells_.begin() + begin, cells_.begin() + end, token_cell(kind, modifiers));
}

void TokenCanvas::paint(uint32_t begin, uint32_t end, TokenKind kind, uint8_t modifiers) {
  end = std::min(end, size());
  const TokenCell cell = token_cell(kind, modifiers);
  for (uint32_t at = begin; at < end; ++at) cells_[at] = is_token_blank(text_[at]) ? 0 : cell;
}

uint32_t TokenCanvas::paint_escape(uint32_t begin, uint32_t end, TokenKind kind) {
  const uint32_t after = begin + 1 < end ? after_character(text_, begin + 1, end) : end;
  paint(begin, after, kind);
  return after;
}

uint32_t TokenCanvas::paint_variable(uint32_t begin, uint32_t end, int depth) {
  end = std::min(end, size());
  if (begin + 1 >= end || text_[begin] != '$') return begin;
  const std::string_view text = text_.substr(0, end);
  const bool braces = text[begin + 1] == '{';
  const uint32_t name = begin + 1 + braces;
  uint32_t at = shell::end_of_name(text, name);
  if (braces && at == name && at < end && (text[at] == '!' || text[at] == '#') &&
      shell::end_of_name(text, at + 1) > at + 1) {
    at = shell::end_of_name(text, at + 1);  // ${!NAME}, ${#NAME}
  }
  if (at == name && at < end && is_special_parameter(text[at])) ++at;
  if (at == name && !braces) return begin;
  paint(begin, at, TokenKind::variable);
  if (!braces) return at;
  if (at < end && text[at] == ':') paint(at, at + 1, TokenKind::operator_), ++at;
  if (at < end && is_modifier(text[at])) paint(at, at + 1, TokenKind::modifier), ++at;
  char quote = '\0';
  while (at < end && (text[at] != '}' || quote != '\0')) {
    const char c = text[at];
    if (c == '$' && quote != '\'' && depth < deepest) {
      if (const uint32_t after = paint_variable(at, end, depth + 1); after > at) {
        at = after;
        continue;
      }
    }
    if (c == '\\' && quote != '\'') {
      at = paint_escape(at, end, TokenKind::string_escape);
      continue;
    }
    const bool delimiter = quote == '\0' ? c == '"' || c == '\'' : c == quote;
    paint(at, at + 1, delimiter || quote ? TokenKind::string : TokenKind::default_text);
    if (delimiter) quote = quote == '\0' ? c : '\0';
    ++at;
  }
  if (at < end) paint(at, at + 1, TokenKind::variable), ++at;
  return at;
}

void paint_text(TokenCanvas& canvas, uint32_t begin, uint32_t end, const TokenText& how) {
  end = std::min(end, canvas.size());
  char quote = '\0';
  for (uint32_t at = begin; at < end;) {
    const char c = canvas.at(at);
    if (c == how.escape && how.quotes && quote != '\'' &&
        (quote == '\0' || is_escapable(canvas.at(at + 1), how.escape))) {
      at = canvas.paint_escape(at, end, quote ? TokenKind::string_escape : TokenKind::word_escape);
      continue;
    }
    if (c == '$' && how.variables && quote != '\'') {
      if (const uint32_t after = canvas.paint_variable(at, end); after > at) {
        at = after;
        continue;
      }
    }
    const bool delimiter = how.quotes && (quote == '\0' ? c == '"' || c == '\'' : c == quote);
    canvas.paint(at, at + 1, delimiter || quote ? TokenKind::string : how.plain);
    if (delimiter) quote = quote == '\0' ? c : '\0';
    ++at;
  }
}

uint32_t in_pieces(const std::vector<Piece>& pieces, uint32_t text_size, uint32_t source) {
  if (pieces.empty()) return text_size;
  const auto next =
      std::upper_bound(pieces.begin() + 1, pieces.end(), source,
                       [](uint32_t offset, const Piece& piece) { return offset < piece.source; });
  const Piece& piece = *std::prev(next);
  const uint32_t end = next == pieces.end() ? text_size : next->line;
  if (source <= piece.source) return piece.line;
  return std::min(piece.line + (source - piece.source), end);
}

}  // namespace dflint
