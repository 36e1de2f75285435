// What can be said of shell text by looking at it, without knowing where in the grammar one stands.
#include "analysis/shell/lex.h"

#include <algorithm>
#include <array>

namespace dflint::shell {
namespace {

constexpr std::array<std::string_view, reserved_count> spellings = {
    "",  "if",   "for",  "select", "while", "until", "case", "function", "time", "!", "[[",
    "{", "then", "elif", "else",   "fi",    "do",    "done", "esac",     "}",    ")", ";;",
};

char byte(std::string_view text, uint32_t at) { return at < text.size() ? text[at] : '\0'; }

// The reserved word that is spelled with these 2 to 8 letters.
Reserved reserved_word(std::string_view word) {
  switch (word[0]) {
    case 'c':
      return word == "case" ? Reserved::case_ : Reserved::none;
    case 'd':
      return word == "do" ? Reserved::do_ : word == "done" ? Reserved::done : Reserved::none;
    case 'e':
      if (word == "else") return Reserved::else_;
      if (word == "elif") return Reserved::elif;
      return word == "esac" ? Reserved::esac : Reserved::none;
    case 'f':
      if (word == "fi") return Reserved::fi;
      if (word == "for") return Reserved::for_;
      return word == "function" ? Reserved::function : Reserved::none;
    case 'i':
      return word == "if" ? Reserved::if_ : Reserved::none;
    case 's':
      return word == "select" ? Reserved::select : Reserved::none;
    case 't':
      if (word == "then") return Reserved::then;
      return word == "time" ? Reserved::time : Reserved::none;
    case 'u':
      return word == "until" ? Reserved::until : Reserved::none;
    case 'w':
      return word == "while" ? Reserved::while_ : Reserved::none;
    default:
      return Reserved::none;
  }
}

// After '…' or "…" that begins at `at`; text.size() where it is not closed.
uint32_t skip_quoted(std::string_view text, uint32_t at) {
  const char quote = text[at++];
  while (at < text.size() && text[at] != quote) at += text[at] == '\\' && quote == '"' ? 2 : 1;
  return uint32_t(std::min<size_t>(at + size_t{1}, text.size()));
}

int digit_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

void append_utf8(uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += char(code);
  } else if (code < 0x800) {
    out += char(0xC0 | code >> 6);
    out += char(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += char(0xE0 | code >> 12);
    out += char(0x80 | (code >> 6 & 0x3F));
    out += char(0x80 | (code & 0x3F));
  } else if (code < 0x110000) {
    out += char(0xF0 | code >> 18);
    out += char(0x80 | (code >> 12 & 0x3F));
    out += char(0x80 | (code >> 6 & 0x3F));
    out += char(0x80 | (code & 0x3F));
  }
}

}  // namespace

bool ends_word(std::string_view text, uint32_t at) {
  if (at >= text.size()) return true;
  if (text[at] == '\r') return at + 1 == text.size() || text[at + 1] == '\n';
  return (classes(text[at]) & meta) != 0;
}

std::string_view spelling(Reserved word) { return spellings[size_t(word)]; }

uint32_t Input::source(uint32_t at) {
  const Piece* pieces = first_;
  for (int step = 0; step < 4; ++step) {
    if (pieces[last_].line > at) break;
    if (last_ + 1 == count_ || at < pieces[last_ + 1].line) {
      return pieces[last_].source + (at - pieces[last_].line);
    }
    ++last_;
  }
  const Piece* after = std::upper_bound(
      pieces, pieces + count_, at, [](uint32_t x, const Piece& piece) { return x < piece.line; });
  last_ = after == pieces ? 0 : uint32_t(after - pieces) - 1;
  return pieces[last_].source + (at - pieces[last_].line);
}

Span Input::span(uint32_t begin, uint32_t end) {
  if (begin < end) {
    const uint32_t first = source(begin);
    return {first, source(end - 1) + 1};
  }
  const uint32_t at = begin == 0 ? source(0) : source(begin - 1) + 1;
  return {at, at};
}

ReservedAt reserved_at(std::string_view text, uint32_t at) {
  if (at >= text.size()) return {};
  const char c = text[at];
  const char next = byte(text, at + 1);
  uint32_t length = 1;
  Reserved word = Reserved::none;
  if (c >= 'c' && c <= 'w') {
    while (length < 9 && byte(text, at + length) >= 'a' && byte(text, at + length) <= 'z') ++length;
    if (length < 2 || length > 8) return {};
    word = reserved_word(text.substr(at, length));
  } else if (c == ')') {
    return {Reserved::close_paren, 1};
  } else if (c == ';') {
    if (next == '&') return {Reserved::end_case, 2};
    if (next == ';') return {Reserved::end_case, byte(text, at + 2) == '&' ? 3u : 2u};
  } else if (c == '{') {
    word = Reserved::brace;
  } else if (c == '}') {
    word = Reserved::close_brace;
  } else if (c == '!') {
    word = Reserved::not_;
  } else if (c == '[' && next == '[') {
    word = Reserved::test;
    length = 2;
  }
  if (word == Reserved::none || !ends_word(text, at + length)) return {};
  return {word, length};
}

uint32_t end_of_name(std::string_view text, uint32_t at) {
  if (at >= text.size() || (classes(text[at]) & name_start) == 0) return at;
  while (at < text.size() && (classes(text[at]) & name_part) != 0) ++at;
  return at;
}

AssignmentAt assignment_at(std::string_view text, uint32_t at) {
  AssignmentAt found;
  uint32_t end = end_of_name(text, at);
  if (end == at) return {};
  found.name_end = end;
  if (byte(text, end) == '[') {
    while (end < text.size() && text[end] != ']' && (classes(text[end]) & meta) == 0) ++end;
    if (byte(text, end) != ']') return {};
    ++end;
  }
  if (byte(text, end) == '+') {
    found.append = true;
    ++end;
  }
  if (byte(text, end) != '=') return {};
  found.value = end + 1;
  return found;
}

ArithmeticAt arithmetic_at(std::string_view text, uint32_t at, uint64_t& budget) {
  const uint32_t begin = at;
  const uint64_t most = budget;
  ArithmeticAt found;
  uint32_t depth = 2;
  while (at < text.size() && at - begin <= most) {
    const char c = text[at];
    if (c == ')' && depth == 2) {
      found = {byte(text, at + 1) == ')', at};
      break;
    }
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c == '\'' || c == '"') {
      at = skip_quoted(text, at);
    } else if (c == '`') {
      at = uint32_t(std::min<size_t>(size_t{1} + end_of_backticks(text, at + 1), text.size()));
    } else {
      at += c == '\\' ? 2 : 1;
    }
  }
  budget -= std::min<uint64_t>(budget, at - begin);
  return found;
}

uint32_t end_of_backticks(std::string_view text, uint32_t at) {
  while (at < text.size() && text[at] != '`') at += text[at] == '\\' ? 2 : 1;
  return uint32_t(std::min<size_t>(at, text.size()));
}

std::string_view redirection_at(std::string_view text, uint32_t at) {
  const char c = byte(text, at);
  const char next = byte(text, at + 1);
  const char third = byte(text, at + 2);
  if (c == '>') {
    if (next == '>') return ">>";
    if (next == '&') return ">&";
    if (next == '|') return ">|";
    if (next == '(') return {};
    return ">";
  }
  if (c == '<') {
    if (next == '<') return third == '<' ? "<<<" : third == '-' ? "<<-" : "<<";
    if (next == '&') return "<&";
    if (next == '>') return "<>";
    if (next == '(') return {};
    return "<";
  }
  if (c == '&' && next == '>') return third == '>' ? "&>>" : "&>";
  return {};
}

HeredocAt heredoc_at(std::string_view text, uint32_t at, const Delimiter& delimiter) {
  bool joined = false;  // to the line before, by a backslash at its end
  while (at < text.size()) {
    const size_t newline = text.find('\n', at);
    const uint32_t next = newline == text.npos ? uint32_t(text.size()) : uint32_t(newline + 1);
    std::string_view line = text.substr(at, (newline == text.npos ? text.size() : newline) - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const size_t tail = line.find_last_not_of('\\');
    const bool escaped = (line.size() - (tail == line.npos ? 0 : tail + 1)) % 2 == 1;
    if (delimiter.strip_tabs)
      line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
    if (!joined && line == delimiter.name) return {true, at, next};
    joined = escaped && !delimiter.quoted;
    at = next;
  }
  return {false, uint32_t(text.size()), uint32_t(text.size())};
}

uint32_t decode_escape(std::string_view text, uint32_t at, std::string& out) {
  const char c = byte(text, at + 1);
  uint32_t end = at + 2;
  uint32_t code = 0;
  const auto number = [&](uint32_t most, int radix) {
    uint32_t count = 0;
    for (; count < most && digit_value(byte(text, end)) < radix; ++count, ++end) {
      code = code * uint32_t(radix) + uint32_t(digit_value(text[end]));
    }
    return count > 0;
  };
  constexpr std::string_view letters = "abeEfnrtv\\'\"?";
  constexpr std::string_view meanings = "\a\b\x1b\x1b\f\n\r\t\v\\'\"?";
  if (const size_t letter = letters.find(c); letter != letters.npos && c != '\0') {
    out += meanings[letter];
  } else if (c == 'x' && number(2, 16)) {
    out += char(code);
  } else if (c == 'u' && number(4, 16)) {
    append_utf8(code, out);
  } else if (c == 'U' && number(8, 16)) {
    append_utf8(code, out);
  } else if (c >= '0' && c <= '7') {
    end = at + 1;
    number(3, 8);
    out += char(code);
  } else {
    // No escape: both bytes are meant; the second one is read again.
    out += '\\';
    end = at + 1;
  }
  return uint32_t(std::min<size_t>(end, text.size()));
}

}  // namespace dflint::shell
