// Cuts an instruction into tokens, from what the parser found.
#include "analysis/format/tokens.h"

#include <algorithm>

#include "analysis/unicode.h"

namespace dflint {
namespace {

class Tokens {
 public:
  explicit Tokens(const Instruction& in) : in_(in), line_(in.line()) {}

  std::optional<std::vector<Token>> run() {
    statement(in_.statement);
    if (wrong_ || !only_blanks(at_, static_cast<uint32_t>(line_.size()))) return std::nullopt;
    return std::move(tokens_);
  }

 private:
  // Other white space than blanks is a mistake more often than not, and better seen.
  bool only_blanks(uint32_t begin, uint32_t end) const {
    return line_.substr(begin, end - begin).find_first_not_of(" \t") == std::string_view::npos;
  }

  void push(Token::Kind kind, uint32_t begin, uint32_t end) {
    if (begin >= end) return;
    wrong_ |= begin < at_ || !only_blanks(std::min(at_, begin), begin);
    tokens_.push_back({kind, begin, end, may_break_});
    may_break_ = false;
    at_ = end;
  }

  // A byte of the source that stands in the line.
  uint32_t line_offset(uint32_t source) const {
    const auto next =
        std::upper_bound(in_.pieces.begin() + 1, in_.pieces.end(), source,
                         [](uint32_t offset, const Piece& piece) { return offset < piece.source; });
    const Piece& piece = *std::prev(next);
    return piece.line + source - piece.source;
  }

  void push(Token::Kind kind, const Word& word) {
    if (!word.decoded) return push(kind, word.begin, word.end);
    if (!word.span.empty())
      push(kind, line_offset(word.span.begin), line_offset(word.span.end - 1) + 1);
  }

  void statement(const Statement& s) {
    wrong_ |= s.keyword == Keyword::unknown || s.recovered;
    push(Token::Kind::keyword, s.word);
    for (const Flag& flag : s.flags) {
      push(Token::Kind::word, flag.text);
      may_break_ = true;
    }
    if (s.trigger) return statement(*s.trigger);
    size_t first = 0;
    if (s.keyword == Keyword::healthcheck && !s.args.empty()) {
      const std::string_view type = in_.value(s.args[first]);
      const bool known = equal_ignoring_case(type, "cmd") || equal_ignoring_case(type, "none");
      push(known ? Token::Kind::keyword : Token::Kind::word, s.args[first++]);
    }
    if (s.exec_form) return exec_form(s, first);
    const bool stage = s.keyword == Keyword::from && s.args.size() == 3 &&
                       equal_ignoring_case(in_.value(s.args[1]), "as");
    const bool script = s.keyword == Keyword::run || s.keyword == Keyword::cmd ||
                        s.keyword == Keyword::entrypoint || s.keyword == Keyword::healthcheck;
    for (size_t i = first; i < s.args.size(); ++i) {
      push(script            ? Token::Kind::script
           : stage && i == 1 ? Token::Kind::keyword
                             : Token::Kind::word,
           s.args[i]);
    }
    for (const Pair& pair : s.pairs) {
      may_break_ |= &pair != s.pairs.data() && in_.problems.empty();
      if (pair.legacy) {
        push(Token::Kind::word, pair.key);
        push(Token::Kind::word, pair.value);
      } else {
        push(Token::Kind::word, pair.key.begin, pair.has_value ? pair.value.end : pair.key.end);
      }
    }
  }

  // Brackets and commas up to `end`.
  void marks(uint32_t end) {
    uint32_t at = at_;
    while (!wrong_ && (at += leading_space(line_.substr(at, end - at))) < end) {
      const char c = line_[at];
      wrong_ |= c != '[' && c != ',' && c != ']';
      push(c == '['   ? Token::Kind::open
           : c == ',' ? Token::Kind::comma
                      : Token::Kind::close,
           at, at + 1);
      ++at;
    }
  }

  void exec_form(const Statement& s, size_t first) {
    for (size_t i = first; i < s.args.size() && !wrong_; ++i) {
      // The value may be decoded, or stand between quotes: the span has both.
      const uint32_t begin = line_offset(s.args[i].span.begin);
      wrong_ |= begin < at_;
      if (wrong_) return;
      marks(begin);
      push(Token::Kind::word, begin, line_offset(s.args[i].span.end - 1) + 1);
    }
    if (!wrong_) marks(static_cast<uint32_t>(line_.size()));
  }

  const Instruction& in_;
  std::string_view line_;
  std::vector<Token> tokens_;
  uint32_t at_ = 0;  // the end of the last token
  bool wrong_ = false;
  bool may_break_ = false;  // before the next one
};

}  // namespace

std::optional<std::vector<Token>> tokens_of(const Instruction& in) {
  if (in.pieces.empty()) return std::nullopt;
  return Tokens(in).run();
}

}  // namespace dflint
