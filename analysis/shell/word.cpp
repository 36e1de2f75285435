// Reads words of a shell script: their values, quotes and escapes.
#include <algorithm>
#include <utility>

#include "analysis/shell/parse.h"

namespace dflint::shell {
namespace {

// Substitutions deeper than this keep their words' source text as the value, so that the values
// of nested words do not copy the same text again and again.
constexpr uint8_t copied_depth = 8;

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
      pos_ = clamped(pos_ + 2);
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
      pos_ = clamped(pos_ + 2);
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

}  // namespace dflint::shell
