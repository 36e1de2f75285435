// Reads what a shell expands inside words: parameters, substitutions, arithmetic, arrays.
#include <utility>

#include "analysis/shell/parse.h"

namespace dflint::shell {
namespace {

// Whether a backslash before `c` is removed inside backticks.
bool backtick_escape(char c, bool quoted) {
  return c == '`' || c == '$' || c == '\\' || (quoted && c == '"');
}

}  // namespace

uint32_t Parser::begin_expansion(ExpansionKind kind, bool quoted) {
  Expansion expansion;
  expansion.kind = kind;
  expansion.command = command_;
  expansion.quoted = quoted;
  expansion.splits = !quoted && kind_ == WordKind::argument && kind != ExpansionKind::process;
  out_.expansions.push_back(expansion);
  return uint32_t(out_.expansions.size() - 1);
}

void Parser::end_expansion(uint32_t index, uint32_t begin) {
  out_.expansions[index].span = span(begin, pos_);
}

void Parser::variable(uint32_t begin, uint32_t name_begin, uint32_t name_end, bool quoted) {
  const uint32_t index = begin_expansion(ExpansionKind::variable, quoted);
  Expansion& expansion = out_.expansions[index];
  expansion.name = span(name_begin, name_end);
  expansion.begin = in_.base() + name_begin;
  expansion.end = in_.base() + name_end;
  end_expansion(index, begin);
}

// What begins with the $ at pos_. literal: nothing does, the $ means itself.
Parser::Dollar Parser::dollar(bool quoted) {
  const uint32_t begin = pos_;
  const char next = peek(1);
  if ((classes(next) & name_start) != 0) {
    pos_ = end_of_name(text_, begin + 1);
    variable(begin, begin + 1, pos_, quoted);
    return Dollar::variable;
  }
  if (next == '{') {
    parameter(quoted);
    return Dollar::other;
  }
  if (next == '(') {
    if (peek(2) == '(') {
      const ArithmeticAt at = arithmetic_at(text_, begin + 3, arithmetic_budget_);
      if (at.found) {
        arithmetic(begin + 3, at.end);
        return Dollar::other;
      }
    }
    substitution(ExpansionKind::command, 2, quoted);
    return Dollar::other;
  }
  if (next != '\0' && std::string_view("@*#?$!-0123456789").find(next) != std::string_view::npos) {
    pos_ += 2;
    variable(begin, begin + 1, pos_, quoted);
    return Dollar::other;
  }
  ++pos_;
  return Dollar::literal;
}

void Parser::parameter(bool quoted) {
  const uint32_t begin = pos_;
  if (!enter(begin)) return;
  pos_ += 2;
  // ${#NAME} and ${!NAME}; ${#} and ${!} are parameters themselves.
  if ((peek() == '#' || peek() == '!') && peek(1) != '}' &&
      end_of_name(text_, pos_ + 1) != pos_ + 1) {
    ++pos_;
  }
  const uint32_t name = pos_;
  pos_ = end_of_name(text_, name);
  while (pos_ == name || (is_digit(text_[name]) && is_digit(peek()))) {
    if (at_end() ||
        (!is_digit(peek()) && std::string_view("@*#?$!-").find(peek()) == std::string_view::npos))
      break;
    ++pos_;
  }
  variable(begin, name, pos_, quoted);
  const uint32_t index = uint32_t(out_.expansions.size() - 1);
  parameter_word(quotes_in_parameter(quoted), quoted);
  if (peek() == '}') {
    ++pos_;
  } else {
    expected("`}`", begin, begin + 2);
  }
  end_expansion(index, begin);
  leave();
}

// Whether ' quotes in what follows the name at pos_: inside "…" not after :- and its kind.
bool Parser::quotes_in_parameter(bool quoted) const {
  if (!quoted) return true;
  uint32_t at = pos_;
  if (peek() == '[') {
    const size_t close = text_.substr(at, 64).find(']');
    if (close != text_.npos) at += uint32_t(close) + 1;
  }
  if (at < text_.size() && text_[at] == ':') ++at;
  return at >= text_.size() || std::string_view("-=+?").find(text_[at]) == std::string_view::npos;
}

// Up to the } that closes ${NAME…, or the end.
void Parser::parameter_word(bool single_quotes, bool quoted) {
  while (!at_end()) {
    switch (text_[pos_]) {
      case '}':
        return;
      case '\\':
        pos_ = clamped(pos_ + 2);
        break;
      case '\'':
        if (single_quotes) {
          single_quoted(nullptr);
        } else {
          ++pos_;
        }
        break;
      case '"':
        double_quoted(nullptr, nullptr);
        break;
      case '`':
        backticks(quoted);
        break;
      case '$':
        if (peek(1) == '\'' && single_quotes) {
          ansi_quoted(nullptr);
        } else {
          dollar(quoted);
        }
        break;
      default:
        ++pos_;
    }
  }
}

void Parser::arithmetic(uint32_t expression_begin, uint32_t end) {
  const uint32_t begin = pos_;
  if (!enter(begin)) return;
  const uint32_t index = begin_expansion(ExpansionKind::arithmetic, false);
  pos_ = expression_begin;
  expression(end);
  end_expansion(index, begin);
  leave();
}

// Finds what is expanded up to `end`, where )) stands, and goes behind that.
void Parser::expression(uint32_t end) {
  const std::string_view whole = std::exchange(text_, text_.substr(0, end));
  while (!at_end()) {
    switch (text_[pos_]) {
      case '\\':
        pos_ = clamped(pos_ + 2);
        break;
      case '$':
        dollar(true);
        break;
      case '`':
        backticks(true);
        break;
      default:
        ++pos_;
    }
  }
  text_ = whole;
  pos_ = aborted_ ? uint32_t(text_.size()) : end + 2;
}

Parser::Outer Parser::enter_substitution() {
  const Outer outer{context_, open_, command_};
  open_ = {};
  command_ = none_;
  context_.group = 0;
  ++context_.substitution;
  return outer;
}

void Parser::leave_substitution(const Outer& outer) {
  context_ = outer.context;
  open_ = outer.open;
  command_ = outer.command;
}

// $( or <( at pos_; `opener` is its length.
void Parser::substitution(ExpansionKind kind, uint32_t opener, bool quoted) {
  const uint32_t begin = pos_;
  if (!enter(begin)) return;
  const uint32_t index = begin_expansion(kind, quoted);
  const Outer outer = enter_substitution();
  open_[size_t(Reserved::close_paren)] = 1;
  pos_ += opener;
  list();
  if (peek() == ')') {
    ++pos_;
  } else {
    expected("`)`", begin, begin + opener);
  }
  leave_substitution(outer);
  end_expansion(index, begin);
  leave();
}

void Parser::backticks(bool quoted) {
  const uint32_t begin = pos_;
  const uint32_t end = end_of_backticks(text_, begin + 1);
  if (end == text_.size()) {
    problem(begin, begin + 1, "backtick is not closed");
    quiet_ = true;
    pos_ = end;
    return;
  }
  if (!enter(begin)) return;
  const uint32_t index = begin_expansion(ExpansionKind::command, quoted);
  const Outer outer = enter_substitution();
  const bool was_quiet = quiet_;
  const bool was_inside = std::exchange(inside_substitution_, true);
  std::vector<Delimiter> pending = std::exchange(pending_, {});
  backtick_commands(begin + 1, end, quoted);
  unclosed_heredocs();
  pending_ = std::move(pending);
  inside_substitution_ = was_inside;
  if (!aborted_) quiet_ = was_quiet;
  pos_ = aborted_ ? uint32_t(text_.size()) : end + 1;
  leave_substitution(outer);
  end_expansion(index, begin);
  leave();
}

// Reads the commands of [begin, end), what stands between backticks.
void Parser::backtick_commands(uint32_t begin, uint32_t end, bool quoted) {
  const std::string_view whole = text_;
  bool escapes = false;
  for (uint32_t at = begin; at + 1 < end && !escapes; at += whole[at] == '\\' ? 2 : 1) {
    escapes = whole[at] == '\\' && backtick_escape(whole[at + 1], quoted);
  }
  if (!escapes) {
    text_ = whole.substr(0, end);
    pos_ = begin;
    list();
    text_ = whole;
    return;
  }
  std::string content;
  std::vector<Piece> pieces;
  uint32_t next_source = UINT32_MAX;
  for (uint32_t at = begin; at < end; ++at) {
    if (whole[at] == '\\' && at + 1 < end && backtick_escape(whole[at + 1], quoted)) ++at;
    const uint32_t source = in_.source(at);
    if (source != next_source) pieces.push_back({uint32_t(content.size()), source});
    next_source = source + 1;
    content += whole[at];
  }
  const Input outer = in_;
  in_ = Input(content, pieces, uint32_t(out_.text.size() + out_.values.size()));
  out_.values += content;
  text_ = in_.text();
  pos_ = 0;
  list();
  in_ = outer;
  text_ = whole;
}

// ---- what only bash has

// The ( … ) of NAME=( … ) at pos_.
void Parser::array() {
  const uint32_t begin = pos_;
  if (!enter(begin)) return;
  ++pos_;
  for (;;) {
    newlines();
    if (at_end()) {
      expected("`)`", begin, begin + 1);
      break;
    }
    if (peek() == ')') {
      ++pos_;
      break;
    }
    const uint32_t before = pos_;
    word(WordKind::argument);
    if (pos_ == before) {
      unexpected();
      ++pos_;
    }
  }
  leave();
}

// The ( … ) of @( … ) at pos_, and that of a regular expression.
void Parser::extended_glob() {
  const uint32_t begin = pos_;
  uint32_t depth = 0;
  while (!at_end()) {
    switch (text_[pos_]) {
      case '(':
        ++depth;
        ++pos_;
        break;
      case ')':
        ++pos_;
        if (--depth == 0) return;
        break;
      case '\\':
        pos_ = clamped(pos_ + 2);
        break;
      case '\'':
        single_quoted(nullptr);
        break;
      case '"':
        double_quoted(nullptr, nullptr);
        break;
      case '`':
        backticks(false);
        break;
      case '$':
        dollar(false);
        break;
      default:
        ++pos_;
    }
  }
  expected("`)`", begin, begin + 1);
}

}  // namespace dflint::shell
