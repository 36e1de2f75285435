// Compares what the parser makes of two texts.
#include "analysis/format/meaning.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "analysis/directives.h"
#include "analysis/unicode.h"

namespace dflint {
namespace {

bool equal_without_blanks(std::string_view a, std::string_view b) {
  size_t i = 0, j = 0;
  const auto skip = [](std::string_view text, size_t& at) {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  };
  while (true) {
    skip(a, i), skip(b, j);
    if (i == a.size() || j == b.size()) return i == a.size() && j == b.size();
    if (a[i++] != b[j++]) return false;
  }
}

class Comparison {
 public:
  Comparison(const Instruction& a, const Instruction& b) : a_(a), b_(b) {}

  bool same() const {
    return a_.dialect.escape == b_.dialect.escape && a_.next_escape == b_.next_escape &&
           a_.problems.size() == b_.problems.size() && same(a_.statement, b_.statement) &&
           same_bodies();
  }

 private:
  bool same(const Word& a, const Word& b) const { return a_.value(a) == b_.value(b); }
  bool same_keyword(const Word& a, const Word& b) const {
    return equal_ignoring_case(a_.value(a), b_.value(b));
  }

  bool same(const Statement& a, const Statement& b) const {
    if (a.keyword != b.keyword || a.recovered != b.recovered || a.exec_form != b.exec_form ||
        a.flags.size() != b.flags.size() || a.args.size() != b.args.size() ||
        a.pairs.size() != b.pairs.size() || (a.trigger == nullptr) != (b.trigger == nullptr))
      return false;
    if (!same_keyword(a.word, b.word) || !same_arguments(a, b)) return false;
    for (size_t i = 0; i < a.flags.size(); ++i) {
      if (!same(a.flags[i].text, b.flags[i].text)) return false;
    }
    for (size_t i = 0; i < a.pairs.size(); ++i) {
      const Pair &p = a.pairs[i], &q = b.pairs[i];
      if (p.has_value != q.has_value || p.legacy != q.legacy || !same(p.key, q.key) ||
          !same(p.value, q.value))
        return false;
    }
    return a.trigger == nullptr || same(*a.trigger, *b.trigger);
  }

  bool same_arguments(const Statement& a, const Statement& b) const {
    const bool health = a.keyword == Keyword::healthcheck;
    const bool script =
        !a.exec_form && (health || a.keyword == Keyword::run || a.keyword == Keyword::cmd ||
                         a.keyword == Keyword::entrypoint);
    for (size_t i = 0; i < a.args.size(); ++i) {
      const bool keyword = health ? i == 0 : a.keyword == Keyword::from && i == 1;
      const bool equal = keyword  ? same_keyword(a.args[i], b.args[i])
                         : script ? equal_without_blanks(a_.value(a.args[i]), b_.value(b.args[i]))
                                  : same(a.args[i], b.args[i]);
      if (!equal) return false;
    }
    if (a.keyword != Keyword::unknown) return true;
    return a_.line() == b_.line();
  }

  bool same_bodies() const {
    return std::ranges::equal(a_.heredocs, b_.heredocs, [this](const Heredoc& a, const Heredoc& b) {
      return a.name == b.name && a.fd == b.fd && a.expand == b.expand && a.chomp == b.chomp &&
             a.closed == b.closed && a_.source(a.body) == b_.source(b.body);
    });
  }

  const Instruction& a_;
  const Instruction& b_;
};

std::vector<size_t> numbers_of(const Document& document) {
  std::vector<size_t> numbers;
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    if (document.instructions[i]->statement.keyword != Keyword::none) numbers.push_back(i);
  }
  return numbers;
}

std::vector<std::string_view> comments_of(const Document& document) {
  std::vector<std::string_view> comments;
  // A directive may be written in another way; that it is the same is looked at elsewhere.
  const bool directives = read_directives(document.text.bytes()).end > 0;
  for (size_t i = directives ? 1 : 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    for (const auto* spans : {&in.comments, &in.inner_comments}) {
      for (const Span& span : *spans) {
        std::string_view text = in.source(span);
        text.remove_suffix(trailing_space(text));
        comments.push_back(text);
      }
    }
  }
  return comments;
}

}  // namespace

std::vector<size_t> changed_instructions(const Document& before, const Document& after) {
  const std::vector<size_t> a = numbers_of(before), b = numbers_of(after);
  std::vector<size_t> changed;
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (Comparison(*before.instructions[a[i]], *after.instructions[b[i]]).same()) continue;
    changed.push_back(a[i]);
    if (a.size() == b.size()) continue;
    if (i > 0) changed.push_back(a[i - 1]);
    return changed;
  }
  if (a.size() > b.size()) changed.push_back(a[b.size()]);
  if (a.size() != b.size() && !a.empty()) changed.push_back(a[std::min(a.size(), b.size()) - 1]);
  return changed;
}

bool same_comments(const Document& before, const Document& after) {
  return comments_of(before) == comments_of(after);
}

}  // namespace dflint
