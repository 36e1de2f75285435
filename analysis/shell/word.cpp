// Reads words of a shell script: quotes, escapes, expansions and the substitutions inside.
#include <algorithm>
#include <utility>

#include "analysis/shell/parse.h"

namespace dflint::shell {
namespace {

// Substitutions deeper than this keep their words' source text as the value, so that the values
// of nested words do not copy the same text again and again.
constexpr uint8_t copied_depth = 8;

uint32_t clamp(uint32_t at, std::string_view text) {
  return uint32_t(std::min<size_t>(at, text.size()));
}

// Whether a backslash before `c` is removed inside backticks.
bool backtick_escape(char c, bool quoted) {
  return c == '`' || c == '$' || c == '\\' || (quoted && c == '"');
}

}  // namespace

// ---- values

void Parser::append(Value& value, uint32_t begin, uint32_t end) {
  if (begin == end || value.raw) return;
  if (!value.copied) {
    if (value.from == value.to) value.from = value.to = begin;
    if (value.to == begin) {
      value.to = end;
      return;
    }
    copy(value);
  }
  scratch_.append(text_.substr(begin, end - begin));
}

void Parser::append_text(Value& value, std::string_view text) {
  if (value.raw) return;
  copy(value);
  scratch_.append(text);
}

void Parser::copy(Value& value) {
  if (value.copied) return;
  scratch_.append(text_.substr(value.from, value.to - value.from));
  value.copied = true;
}

void Parser::end_value(const Value& value, ShellWord& word, uint32_t begin) {
  if (value.copied) {
    word.begin = uint32_t(out_.text.size() + out_.values.size());
    out_.values.append(scratch_, value.mark);
    scratch_.resize(value.mark);
    word.end = uint32_t(out_.text.size() + out_.values.size());
    return;
  }
  word.begin = in_.base() + (value.raw ? begin : value.from);
  word.end = in_.base() + (value.raw ? pos_ : value.to);
}

// ---- words

ShellWord Parser::word(WordKind kind) {
  const WordKind outer = std::exchange(kind_, kind);
  const uint32_t begin = pos_;
  ShellWord word;
  Value value{.from = begin, .to = begin, .mark = uint32_t(scratch_.size())};
  value.raw = context_.substitution > copied_depth;
  uint32_t end = begin;
  for (;;) {
    uint32_t at = pos_;
    const char* const bytes = text_.data();
    const uint32_t size = uint32_t(text_.size());
    while (at < size && (classes(bytes[at]) & special) == 0) ++at;
    if (at != pos_) {
      append(value, pos_, at);
      pos_ = end = at;
    }
    if (at == size || is_blank(bytes[at]) || !word_part(word, value, begin)) break;
    // A continuation at the end of a word is no part of it.
    if (bytes[at] != '\\' || text_[pos_ - 1] != '\n') end = pos_;
  }
  if (pos_ == begin + 1 && text_[begin] == '[') word.glob = false;
  word.span = span(begin, end);
  end_value(value, word, begin);
  kind_ = outer;
  return word;
}

// Reads the special byte at pos_ and what belongs to it; false where the word ends before it.
bool Parser::word_part(ShellWord& word, Value& value, uint32_t begin) {
  const uint32_t at = pos_;
  switch (text_[at]) {
    case '\\':
      backslash(word, value);
      return true;
    case '\'':
      word.quoted = true;
      single_quoted(&value);
      return true;
    case '"':
      double_quoted(&word, &value);
      return true;
    case '$':
      dollar_part(word, value);
      return true;
    case '`':
      backticks(false);
      word.expands = true;
      append(value, at, pos_);
      return true;
    case '*':
    case '?':
    case '[':
      word.glob = true;
      append(value, at, ++pos_);
      return true;
    case '\r':
      if (ends_word(text_, at)) return false;
      append(value, at, ++pos_);
      return true;
    default:
      return word_operator(word, value, begin);
  }
}

bool Parser::word_operator(ShellWord& word, Value& value, uint32_t begin) {
  const uint32_t at = pos_;
  const char c = text_[at];
  const char before = at > begin ? text_[at - 1] : '\0';
  if (c == '(' && before != '\0' &&
      std::string_view("?*+@!").find(before) != std::string_view::npos) {
    word.glob = true;
    extended_glob();
  } else if (c == '(' && before == '=' && assignment_at(text_, begin).value == at) {
    array();
  } else if (kind_ == WordKind::regex && c == '(') {
    extended_glob();
  } else if (kind_ == WordKind::regex && (c == '|' || c == '<' || c == '>') && peek(1) != c) {
    ++pos_;
  } else if ((c == '<' || c == '>') && peek(1) == '(') {
    word.expands = true;
    substitution(ExpansionKind::process, 2, false);
  } else {
    return false;
  }
  append(value, at, pos_);
  return true;
}

void Parser::backslash(ShellWord& word, Value& value) {
  if (peek(1) == '\n') {
    pos_ += 2;
    return;
  }
  if (peek(1) == '\r' && peek(2) == '\n') {
    pos_ += 3;
    return;
  }
  if (pos_ + 1 == text_.size()) {
    append(value, pos_, pos_ + 1);
    ++pos_;
    return;
  }
  word.quoted = true;
  append(value, pos_ + 1, pos_ + 2);
  pos_ += 2;
}

void Parser::dollar_part(ShellWord& word, Value& value) {
  if (peek(1) == '\'') {
    word.quoted = true;
    ansi_quoted(&value);
    return;
  }
  if (peek(1) == '"') {
    ++pos_;
    double_quoted(&word, &value);
    return;
  }
  const uint32_t at = pos_;
  const Dollar what = dollar(false);
  word.expands |= what != Dollar::literal;
  if (what != Dollar::variable) return append(value, at, pos_);
  append_text(value, "${");
  append(value, at + 1, pos_);
  append_text(value, "}");
}

// ---- quotes

void Parser::unclosed(uint32_t begin, uint32_t length) {
  problem(begin, begin + length, "quote is not closed");
  quiet_ = true;
  pos_ = uint32_t(text_.size());
}

void Parser::single_quoted(Value* value) {
  const uint32_t begin = pos_;
  const size_t end = text_.find('\'', begin + 1);
  if (value != nullptr) append(*value, begin + 1, uint32_t(std::min(end, text_.size())));
  if (end == text_.npos) return unclosed(begin, 1);
  pos_ = uint32_t(end + 1);
}

void Parser::ansi_quoted(Value* value) {
  const uint32_t begin = pos_;
  pos_ += 2;
  for (;;) {
    const uint32_t run = pos_;
    while (!at_end() && text_[pos_] != '\'' && text_[pos_] != '\\') ++pos_;
    if (value != nullptr) append(*value, run, pos_);
    if (at_end()) return unclosed(begin, 2);
    if (text_[pos_] == '\'') break;
    if (value == nullptr || value->raw) {
      pos_ = clamp(pos_ + 2, text_);
    } else {
      copy(*value);
      pos_ = decode_escape(text_, pos_, scratch_);
    }
  }
  ++pos_;
}

// Without word and value: only finds the end, and what is inside.
void Parser::double_quoted(ShellWord* word, Value* value) {
  const uint32_t begin = pos_++;
  if (word != nullptr) word->quoted = true;
  for (;;) {
    uint32_t run = pos_;
    while (!at_end() && text_[pos_] != '"' && text_[pos_] != '\\' && text_[pos_] != '$' &&
           text_[pos_] != '`') {
      ++pos_;
    }
    if (value != nullptr) append(*value, run, pos_);
    if (at_end()) return unclosed(begin, 1);
    run = pos_;
    const char c = text_[pos_];
    if (c == '"') break;
    if (c == '\\') {
      const char next = peek(1);
      const bool escape = next == '$' || next == '`' || next == '"' || next == '\\';
      pos_ = clamp(pos_ + 2, text_);
      if (next != '\n' && value != nullptr) append(*value, escape ? run + 1 : run, pos_);
      continue;
    }
    Dollar what = Dollar::other;
    if (c == '$') {
      what = dollar(true);
    } else {
      backticks(true);
    }
    if (word == nullptr || value == nullptr) continue;
    word->expands |= what != Dollar::literal;
    if (what != Dollar::variable) {
      append(*value, run, pos_);
      continue;
    }
    append_text(*value, "${");
    append(*value, run + 1, pos_);
    append_text(*value, "}");
  }
  ++pos_;
}

// ---- expansions

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
        pos_ = clamp(pos_ + 2, text_);
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
        pos_ = clamp(pos_ + 2, text_);
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
        pos_ = clamp(pos_ + 2, text_);
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
