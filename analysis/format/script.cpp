// Two readers must agree that blanks mean nothing: the parser of shell scripts, and a simple one
// that only follows quotes. The first knows no words of `for` and `case`, the second no grammar.
#include "analysis/format/script.h"

#include <algorithm>
#include <string>

#include "analysis/shell/lex.h"

namespace dflint {
namespace {

using shell::is_blank;

// Follows quotes and brackets through a script.
class Quotes {
 public:
  explicit Quotes(std::string_view text) : text_(text) {}

  // Whether byte `at` stands outside of everything that keeps blanks. Questions must be in order.
  bool outside(uint32_t at) {
    while (at_ < at) step();
    return at_ == at && (open_.empty() || open_.back() == '(');
  }

 private:
  bool next_is(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  void enter(std::string_view kinds, uint32_t size) {
    open_ += kinds;
    at_ += size;
  }
  void leave() {
    open_.pop_back();
    ++at_;
  }
  // To behind the next `c`.
  void jump(char c) {
    at_ = static_cast<uint32_t>(std::min(text_.find(c, at_ + 1), text_.size() - 1)) + 1;
  }

  void dollar(bool quoted) {
    if (next_is("$((")) return enter("++", 3);
    if (next_is("$(")) return enter("(", 2);
    if (next_is("${")) return enter("{", 2);
    // What `$'` means is not the same in all shells.
    at_ = next_is("$'") && !quoted ? end() : at_ + 1;
  }

  void step() {
    const char c = text_[at_];
    const char top = open_.empty() ? '(' : open_.back();
    const bool quoted = top == '"';
    if (c == '\\') {
      at_ += 2;
    } else if (c == '`') {
      at_ = shell::end_of_backticks(text_, at_ + 1) + 1;
    } else if (c == '$') {
      dollar(quoted || (top == '{' && is_quoted()));
    } else if (c == '"') {
      quoted ? leave() : enter("\"", 1);
    } else if (quoted) {
      ++at_;
    } else if (c == '\'') {
      top == '{' && is_quoted() ? void(++at_) : jump('\'');
    } else if (top == '{') {
      c == '}' ? leave() : void(++at_);
    } else if (c == '(') {
      enter(std::string_view(&top, 1), 1);
    } else if (c == ')') {
      open_.empty() ? void(++at_) : leave();
    } else {
      at_ = top == '(' && c == '#' && begins_word() ? end() : at_ + 1;
    }
  }

  // Whether the innermost ${…} stands in double quotes.
  bool is_quoted() const { return open_.size() > 1 && open_[open_.size() - 2] == '"'; }
  bool begins_word() const {
    return at_ == 0 || (shell::classes(text_[at_ - 1]) & shell::meta) != 0;
  }
  uint32_t end() const { return static_cast<uint32_t>(text_.size()) + 1; }

  std::string_view text_;
  uint32_t at_ = 0;
  std::string open_;  // '"', '{' of ${, '+' of arithmetic, '(' of subshells and substitutions
};

// A part of the script that encloses others.
struct Part {
  Span span;
  bool script = false;  // $(…): blanks in it are between words again
};

void push_word(std::vector<Part>& parts, const ShellWord& word) {
  if (!word.span.empty()) parts.push_back({word.span, false});
}

// Outer ones before inner ones.
std::vector<Part> parts_of(const Instruction& in, const Script& script) {
  std::vector<Part> parts;
  for (const Command& command : script.commands) {
    for (const ShellWord& word : command.words) push_word(parts, word);
    for (const Assignment& assignment : command.assignments) {
      push_word(parts, assignment.name_word);
      push_word(parts, assignment.value);
    }
    for (const Redirection& redirection : command.redirections)
      push_word(parts, redirection.target);
  }
  for (const Expansion& expansion : script.expansions) {
    const bool nested =
        expansion.kind == ExpansionKind::command || expansion.kind == ExpansionKind::process;
    const bool backtick =
        in.text[std::min<size_t>(expansion.span.begin, in.text.size() - 1)] == '`';
    if (!expansion.span.empty()) parts.push_back({expansion.span, nested && !backtick});
  }
  for (const Span& comment : script.comments) parts.push_back({comment, false});
  std::ranges::sort(parts, [](const Part& a, const Part& b) {
    if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
    if (a.span.end != b.span.end) return a.span.end > b.span.end;
    return !a.script && b.script;
  });
  return parts;
}

// Whether the parser sees the seams between words.
std::vector<bool> between_words(const Instruction& in, const Script& script,
                                const std::vector<Seam>& seams) {
  const std::vector<Part> parts = parts_of(in, script);
  std::vector<const Part*> around;
  std::vector<bool> between;
  size_t next = 0;
  for (const Seam& seam : seams) {
    for (; next < parts.size() && parts[next].span.begin < seam.source; ++next) {
      while (!around.empty() && around.back()->span.end <= parts[next].span.begin)
        around.pop_back();
      around.push_back(&parts[next]);
    }
    while (!around.empty() && around.back()->span.end <= seam.source) around.pop_back();
    between.push_back(around.empty() || around.back()->script);
  }
  return between;
}

// Whether `text` may get a blank at `at`, where none is: behind or before an operator.
bool may_get_blank(std::string_view text, uint32_t at) {
  if (at < 2 || at + 2 > text.size()) return false;
  const std::string_view before = text.substr(at - 2, 2), after = text.substr(at, 2);
  if (after == "&&" || after == "||")
    return std::string_view("&|;<>\\").find(before[1]) == std::string_view::npos;
  if (std::string_view(";&|)<>").find(after[0]) != std::string_view::npos) return false;
  if (before == "&&" || before == "||") return true;
  return before[1] == ';' && before[0] != ';' && before[0] != '\\';
}

// Answers, in the order of the text, whether the blanks around a place must stay as they are.
class Blanks {
 public:
  explicit Blanks(std::string_view text) : text_(text) {}

  bool must_stay(uint32_t at) {
    if (at > end_ || at < begin_) look(at);
    if (begin_ == 0 || end_ == text_.size()) return true;
    if (begin_ == end_) return !may_get_blank(text_, at);
    return text_[begin_ - 1] == '\\';
  }

 private:
  void look(uint32_t at) {
    begin_ = end_ = at;
    while (begin_ > 0 && is_blank(text_[begin_ - 1])) --begin_;
    while (end_ < text_.size() && is_blank(text_[end_])) ++end_;
  }

  std::string_view text_;
  uint32_t begin_ = 1, end_ = 0;  // the blanks around the last place
};

}  // namespace

void mark_loose(const Instruction& in, const Token& token, const Script* script,
                std::vector<Seam>& seams) {
  if (seams.empty() || script == nullptr || script->kind != ShellKind::posix ||
      !script->problems.empty() ||
      script->span.begin != in.span_of_line(token.begin, token.end).begin)
    return;
  const std::string_view text = in.line().substr(token.begin, token.end - token.begin);
  const std::vector<bool> between = between_words(in, *script, seams);
  Quotes quotes(text);
  Blanks blanks(text);
  for (size_t i = 0; i < seams.size(); ++i) {
    const uint32_t at = seams[i].line - token.begin;
    const bool outside = quotes.outside(at);
    seams[i].loose = outside && between[i] && !blanks.must_stay(at);
  }
}

}  // namespace dflint
