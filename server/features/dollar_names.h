// The names behind '$' in a text, whatever state it is in.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "analysis/unicode.h"

namespace dflint {

// Who takes the text apart.
enum class NameReader : uint8_t {
  builder,  // quotes and the escape character count, nothing is replaced in single quotes
  plain,    // … only the escape character counts: bodies of here-documents
  shell,    // as plain; ${#NAME} and ${!NAME} too, but nothing in the programs of awk and the like
  json,     // a shell behind the quotes of JSON: `\\$NAME` is escaped
  powershell,  // $env:NAME only
  cmd,         // %NAME% too
};

class DollarNames {
 public:
  DollarNames(std::string_view text, NameReader reader, char escape)
      : text_(text), reader_(reader), escape_(escape) {}

  // Finds the next name that is more than a digit or a sign; false at the end. Linear in all.
  bool next() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == escape_ && reader_ != NameReader::powershell) {
        skip_escaped();
      } else if (c == '\'' && reader_ == NameReader::builder && !in_double_) {
        const size_t close = text_.find('\'', at_ + 1);
        at_ = close == std::string_view::npos ? at_ + 1 : close + 1;
      } else if (c == '\'' && reader_ == NameReader::shell && !in_double_) {
        at_ = behind_program();
      } else if (c == '"') {
        in_double_ = !in_double_;
        ++at_;
      } else if (c == '$') {
        if (dollar()) return true;
      } else if (c == '%' && reader_ == NameReader::cmd) {
        if (percent()) return true;
      } else {
        ++at_;
      }
    }
    return false;
  }

  // Bytes of the last name found.
  uint32_t begin() const { return static_cast<uint32_t>(begin_); }
  uint32_t end() const { return static_cast<uint32_t>(end_); }

 private:
  bool is(size_t at, char c) const { return at < text_.size() && text_[at] == c; }

  // From the quote at `at_`: behind a program in a language that has `$` for its own variables, as
  // in awk '{print $NF}'. Whatever else stands in single quotes may be meant for another shell.
  size_t behind_program() const {
    const size_t close = text_.find_first_of("'\n", at_ + 1);
    if (!is(close, '\'')) return at_ + 1;
    std::string_view command = text_.substr(0, at_);
    command.remove_prefix(command.find_last_of("|&;(\n") + 1);  // npos + 1 is 0
    command.remove_prefix(std::min(command.find_first_not_of(" \t"), command.size()));
    const std::string_view name = command.substr(0, command.find_first_of(" \t"));
    for (const char* known : {"awk", "gawk", "mawk", "nawk", "perl", "sed", "jq", "php"}) {
      if (name == known) return close + 1;
    }
    return at_ + 1;
  }

  void skip_escaped() {
    const bool shell_escape = reader_ == NameReader::json && is(at_ + 1, escape_);
    at_ += shell_escape ? 3 : 2;
  }

  size_t end_of_name(size_t at) const {
    while (at < text_.size()) {
      const CodePoint c = decode(text_.substr(at));
      if (!is_letter(c.value) && !is_digit(c.value) && c.value != '_') break;
      at += c.size;
    }
    return at;
  }

  // At a '$'.
  bool dollar() {
    ++at_;
    if (is(at_, '$')) return ++at_, false;
    const bool braces = is(at_, '{');
    if (braces) ++at_;
    const bool shell = reader_ == NameReader::shell || reader_ == NameReader::json;
    if (braces && shell && (is(at_, '#') || is(at_, '!'))) ++at_;
    size_t end = end_of_name(at_);
    if (reader_ == NameReader::powershell) {
      if (!equal_ignoring_case(text_.substr(at_, end - at_), "env") || !is(end, ':')) return false;
      at_ = end + 1;
      end = end_of_name(at_);
    }
    return found(end);
  }

  // At a '%'.
  bool percent() {
    ++at_;
    const size_t end = end_of_name(at_);
    return is(end, '%') && found(end);
  }

  bool found(size_t end) {
    if (end <= at_ || is_digit(decode(text_.substr(at_)).value)) return false;
    begin_ = at_;
    at_ = end_ = end;
    return true;
  }

  std::string_view text_;
  NameReader reader_;
  char escape_;
  bool in_double_ = false;
  size_t at_ = 0, begin_ = 0, end_ = 0;
};

}  // namespace dflint
