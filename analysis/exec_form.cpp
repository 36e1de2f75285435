// The exec form: ["json", "array"] of strings.
#include "analysis/exec_form.h"

#include "analysis/unicode.h"

namespace dflint {
namespace {

// A strict JSON reader that keeps the strings of the outermost array.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  ExecArray read() {
    at_ = leading_space(text_);
    if (peek() != '[') return {};
    if (!array() || (space(), at_ != text_.size())) return {};
    if (out_.form == ExecForm::none) out_.form = ExecForm::strings;
    return std::move(out_);
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) { return peek() == c && at_ < text_.size() && ++at_; }
  void space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  bool array() {
    take('[');
    space();
    if (take(']')) return true;
    while (true) {
      space();
      const uint32_t begin = at_;
      if (peek() == '"') {
        if (!string(true)) return false;
      } else if (!value()) {
        return false;
      } else if (out_.form != ExecForm::mixed) {
        out_.form = ExecForm::mixed;
        out_.bad_begin = begin;
        out_.bad_end = at_;
      }
      space();
      if (take(']')) return true;
      if (!take(',')) return false;
    }
  }

  // Any value that is not a string of the outermost array. Nesting is kept in a stack, not in
  // recursion: the input decides how deep it goes.
  bool value() {
    std::string open;  // '[' or '{' for each level
    bool expect_value = true;
    while (true) {
      space();
      if (expect_value) {
        if (!start(open, expect_value)) return false;
      } else {
        if (open.empty()) return true;
        if (!next(open, expect_value)) return false;
      }
      if (open.empty() && !expect_value) return true;
    }
  }

  // At the start of a value: reads a scalar or opens a level.
  bool start(std::string& open, bool& expect_value) {
    switch (peek()) {
      case '[':
        ++at_;
        space();
        if (!push(open, '[')) return false;
        if (take(']')) open.pop_back(), expect_value = false;
        return true;
      case '{':
        ++at_;
        space();
        if (!push(open, '{')) return false;
        if (take('}')) return open.pop_back(), expect_value = false, true;
        return key();
      case '"':
        expect_value = false;
        return string(false);
      default:
        expect_value = false;
        return word("true") || word("false") || word("null") || number();
    }
  }

  // After a value inside a level: a comma or the end of the level.
  bool next(std::string& open, bool& expect_value) {
    if (take(open.back() == '[' ? ']' : '}')) {
      open.pop_back();
      return true;
    }
    if (!take(',')) return false;
    expect_value = true;
    space();
    return open.back() == '[' || key();
  }

  bool push(std::string& open, char c) {
    open.push_back(c);
    return open.size() < 10000;
  }

  bool key() {
    if (peek() != '"' || !string(false)) return false;
    space();
    return take(':');
  }

  bool word(std::string_view w) {
    if (text_.substr(at_, w.size()) != w) return false;
    at_ += w.size();
    return true;
  }

  bool digits() {
    const uint32_t begin = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ > begin;
  }

  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      return digits();
    }
    return true;
  }

  bool hex4(uint32_t& unit) {
    unit = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = to_lower(peek());
      if (c >= '0' && c <= '9')
        unit = unit * 16 + (c - '0');
      else if (c >= 'a' && c <= 'f')
        unit = unit * 16 + (c - 'a' + 10);
      else
        return false;
    }
    return true;
  }

  // After "\u". A broken surrogate pair becomes U+FFFD, as in Go.
  bool unicode_escape(std::string& value) {
    uint32_t unit = 0;
    if (!hex4(unit)) return false;
    if (unit >= 0xD800 && unit < 0xDC00 && text_.substr(at_, 2) == "\\u") {
      const uint32_t back = at_;
      at_ += 2;
      uint32_t low = 0;
      if (!hex4(low)) return false;
      if (low >= 0xDC00 && low < 0xE000) {
        append_utf8(value, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
        return true;
      }
      at_ = back;
    }
    append_utf8(value, unit >= 0xD800 && unit < 0xE000 ? 0xFFFD : unit);
    return true;
  }

  bool escape(std::string& value) {
    ++at_;
    const char c = peek();
    ++at_;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        value += c;
        return true;
      case 'b':
        value += '\b';
        return true;
      case 'f':
        value += '\f';
        return true;
      case 'n':
        value += '\n';
        return true;
      case 'r':
        value += '\r';
        return true;
      case 't':
        value += '\t';
        return true;
      case 'u':
        return unicode_escape(value);
      default:
        return false;
    }
  }

  bool string(bool keep) {
    ExecString s{};
    s.begin = at_++;
    s.value_begin = at_;
    std::string value;
    while (at_ < text_.size() && text_[at_] != '"') {
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c == '\\') {
        if (!s.decoded) value = text_.substr(s.value_begin, at_ - s.value_begin), s.decoded = true;
        if (!escape(value)) return false;
      } else {
        if (s.decoded) value += c;
        ++at_;
      }
    }
    s.value_end = at_;
    if (!take('"')) return false;
    s.end = at_;
    if (!keep) return true;
    if (s.decoded) {
      s.value_begin = out_.decoded.size();
      out_.decoded += value;
      s.value_end = out_.decoded.size();
    }
    out_.strings.push_back(s);
    return true;
  }

  std::string_view text_;
  uint32_t at_ = 0;
  ExecArray out_;
};

}  // namespace

ExecArray read_exec_form(std::string_view text) { return Reader(text).read(); }

}  // namespace dflint
