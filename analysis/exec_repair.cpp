// Reads an array leniently and notes what would make JSON of it.
#include "analysis/exec_repair.h"

#include <algorithm>

#include "analysis/exec_form.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// The quotes that word processors put: their size at `at`, or 0.
uint32_t curly_quote(std::string_view text, size_t at) {
  const std::string_view here = text.substr(at, 3);
  return here == "\xE2\x80\x98" || here == "\xE2\x80\x99" || here == "\xE2\x80\x9C" ||
                 here == "\xE2\x80\x9D"
             ? 3
             : 0;
}

// Characters of words that people forget to quote.
bool is_word(char c) {
  return (to_lower(c) >= 'a' && to_lower(c) <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("_-./:=@%+${}").find(c) != std::string_view::npos;
}

std::string quoted(std::string_view value) {
  std::string json = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') json += '\\';
    json += c;
  }
  return json + '"';
}

class Repairer {
 public:
  explicit Repairer(std::string_view text) : text_(text) {}

  std::optional<ExecRepair> run() {
    at_ = leading_space(text_);
    if (peek() != '[') return std::nullopt;
    ++at_;
    out_.blank_inside = is_blank(peek());
    if (!elements() || !found_) return std::nullopt;
    // [ -f a ], [Type]::Member
    const bool alone = out_.commas == 0 && out_.strings == 1 && !out_.blank_inside;
    if (words_ > 0 && (text_after_ || (out_.commas == 0 && !alone))) return std::nullopt;
    return std::move(out_);
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  void fault(ExecFault kind, uint32_t begin, uint32_t end) {
    if (found_) return;
    found_ = true;
    out_.fault = kind;
    out_.begin = begin;
    out_.end = end;
  }

  void edit(uint32_t begin, uint32_t end, std::string text) {
    out_.edits.push_back({begin, end, std::move(text)});
  }

  // False for what is no array at all.
  bool elements() {
    while (true) {
      blanks();
      if (peek() == ']' && out_.strings > 0) {
        fault(ExecFault::trailing_comma, comma_, comma_ + 1);
        edit(comma_, comma_ + 1, "");
        return close();
      }
      const bool was_quoted = quoted_;
      const uint32_t begin = at_, end_before = end_;
      if (!element()) return false;
      if (out_.strings > 0 && !after_comma_) {
        if (!was_quoted || !quoted_) return false;
        fault(ExecFault::missing_comma, end_before, begin);
        out_.edits.insert(out_.edits.end() - static_cast<ptrdiff_t>(element_edits_),
                          {end_before, end_before, ","});
      }
      ++out_.strings;
      end_ = at_;
      blanks();
      after_comma_ = peek() == ',';
      if (after_comma_) {
        comma_ = at_++;
        ++out_.commas;
      } else if (peek() == ']') {
        return close();
      } else if (at_ >= text_.size()) {
        if (!quoted_ || (out_.commas == 0 && out_.blank_inside)) return false;
        fault(ExecFault::unclosed, end_, end_);
        edit(end_, end_, "]");
        return true;
      }
    }
  }

  bool close() {
    const uint32_t end = ++at_;
    blanks();
    if (at_ >= text_.size()) return true;
    if (out_.blank_inside && out_.commas == 0) return false;
    const uint32_t size = static_cast<uint32_t>(text_.size());
    if (peek() == '#') {
      fault(ExecFault::comment_after, at_, size);
      edit(end, size, "");
    } else {
      text_after_ = true;
      fault(ExecFault::text_after, at_, size);
      out_.edits.clear();
    }
    return true;
  }

  bool element() {
    element_edits_ = 0;
    quoted_ = true;
    if (peek() == '"') return double_quoted();
    if (peek() == '\'') return single_quoted();
    if (curly_quote(text_, at_) > 0) return curly_quoted();
    quoted_ = false;
    return word();
  }

  bool double_quoted() {
    const uint32_t begin = at_++;
    bool bad = false;
    std::string value;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] != '\\') {
        value += text_[at_++];
        continue;
      }
      const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
      if (next == '"' && !ends_string(at_ + 2)) {
        value += next;
        at_ += 2;
      } else {
        bad |= next == '"' || std::string_view("\\/bfnrtu").find(next) == std::string_view::npos;
        if (next == '\\') ++at_;
        value += text_[at_++];
      }
    }
    if (at_ >= text_.size()) return false;
    ++at_;
    if (bad) replace(ExecFault::bad_escape, begin, value);
    return true;
  }

  // Whether a string that has ended before `at` is followed by the end of the array: "C:\".
  bool ends_string(size_t at) const {
    while (at < text_.size() && is_blank(text_[at])) ++at;
    return at < text_.size() && text_[at] == ']' && text_.find('"', at) == std::string_view::npos;
  }

  bool single_quoted() {
    const uint32_t begin = at_;
    const size_t close = text_.find('\'', at_ + 1);
    if (close == std::string_view::npos) return false;
    at_ = static_cast<uint32_t>(close) + 1;
    replace(ExecFault::single_quotes, begin, text_.substr(begin + 1, close - begin - 1));
    return true;
  }

  bool curly_quoted() {
    const uint32_t begin = at_;
    at_ += 3;
    uint32_t stop = at_;
    while (stop < text_.size() && text_[stop] != '"' && curly_quote(text_, stop) == 0) ++stop;
    if (stop >= text_.size()) return false;
    const std::string_view value = text_.substr(at_, stop - at_);
    at_ = stop + std::max<uint32_t>(curly_quote(text_, stop), 1);
    replace(ExecFault::curly_quotes, begin, value);
    return true;
  }

  bool word() {
    const uint32_t begin = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    const std::string_view value = text_.substr(begin, at_ - begin);
    if (value.empty()) return false;
    ++words_;
    replace(ExecFault::bare_word, begin, value);
    return true;
  }

  // The element from `begin` to here was meant to be `value`.
  void replace(ExecFault kind, uint32_t begin, std::string_view value) {
    fault(kind, begin, at_);
    edit(begin, at_, quoted(value));
    element_edits_ = 1;
  }

  std::string_view text_;
  uint32_t at_ = 0;
  uint32_t end_ = 0;    // of the last element
  uint32_t comma_ = 0;  // the last one
  bool after_comma_ = false;
  bool quoted_ = false;
  bool found_ = false;
  bool text_after_ = false;
  size_t words_ = 0;
  size_t element_edits_ = 0;  // of the last element
  ExecRepair out_{};
};

}  // namespace

std::optional<ExecRepair> repair_exec_form(std::string_view text) {
  std::optional<ExecRepair> repair = Repairer(text).run();
  // Only what the edits lead to proves that they are right.
  if (repair && !repair->edits.empty() &&
      read_exec_form(repaired(text, *repair)).form != ExecForm::strings) {
    repair->edits.clear();
  }
  return repair;
}

std::string repaired(std::string_view text, const ExecRepair& repair) {
  std::string result;
  uint32_t at = 0;
  for (const ExecEdit& edit : repair.edits) {
    result += text.substr(at, edit.begin - at);
    result += edit.text;
    at = edit.end;
  }
  result += text.substr(at);
  return result;
}

}  // namespace dflint
