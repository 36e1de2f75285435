// The grammar of compound commands: groups, if, loops, case, functions.
#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "analysis/shell/parse.h"

namespace dflint::shell {

// `word` is what it begins with; close_paren for (.
Parser::Part Parser::compound(ReservedAt word) {
  if (!enter(pos_)) return {};
  if (groups_.empty()) groups_.emplace_back();
  const uint32_t group = uint32_t(groups_.size());
  groups_.push_back({.parent = context_.group});
  const Context outer = context_;
  context_.group = group;
  compound_body(word);
  context_ = outer;
  leave();
  // Its redirections are read for the substitutions in them only.
  const size_t redirections = redirections_.size();
  const uint32_t command = std::exchange(command_, none_);
  do {
    blanks();
  } while (redirection());
  redirections_.resize(redirections);
  command_ = command;
  return {none_, group};
}

void Parser::compound_body(ReservedAt word) {
  switch (word.word) {
    case Reserved::close_paren:
      if (peek(1) == '(') {
        const ArithmeticAt at = arithmetic_at(text_, pos_ + 2, arithmetic_budget_);
        if (at.found) return arithmetic_command(pos_ + 2, at.end);
      }
      ++context_.subshell;
      return body(Reserved::close_paren, 1);
    case Reserved::brace:
      return body(Reserved::close_brace, 1);
    case Reserved::if_:
      return if_clause();
    case Reserved::while_:
    case Reserved::until:
      return loop_clause(word.length);
    case Reserved::for_:
    case Reserved::select:
      return for_clause(word.length);
    case Reserved::case_:
      return case_clause();
    default:
      return function_clause();
  }
}

void Parser::empty_list(bool any) {
  if (any || at_end()) return;
  const std::string_view what = token();
  problem(pos_, pos_ + uint32_t(what.size()), fmt::format("expected a command before `{}`", what));
}

// ( list ) or { list }; `length` is that of its first token.
void Parser::body(Reserved close, uint32_t length) {
  const uint32_t begin = pos_;
  pos_ += length;
  ++open_[size_t(close)];
  const bool any = list();
  --open_[size_t(close)];
  if (reserved_at(text_, pos_).word == close) {
    empty_list(any);
    ++pos_;
  } else {
    expected(close == Reserved::close_paren ? "`)`" : "`}`", begin, begin + length);
  }
}

void Parser::if_clause() {
  const uint32_t begin = pos_;
  pos_ += 2;
  context_.conditional = true;
  constexpr Reserved words[] = {Reserved::then, Reserved::elif, Reserved::else_, Reserved::fi};
  for (Reserved word : words) ++open_[size_t(word)];
  bool condition = true;  // then is what comes next
  bool last = false;      // else was there
  for (;;) {
    const bool any = list();
    const ReservedAt word = reserved_at(text_, pos_);
    if (std::find(std::begin(words), std::end(words), word.word) == std::end(words)) {
      expected(condition ? "`then`" : "`fi`", begin, begin + 2);
      break;
    }
    if (condition && word.word != Reserved::then) {
      expected("`then`", begin, begin + 2);
    } else if ((!condition && word.word == Reserved::then) || (last && word.word != Reserved::fi)) {
      unexpected();
    } else {
      empty_list(any);
    }
    pos_ += word.length;
    if (word.word == Reserved::fi) break;
    condition = word.word == Reserved::elif;
    last |= word.word == Reserved::else_;
  }
  for (Reserved word : words) --open_[size_t(word)];
}

// while and until
void Parser::loop_clause(uint32_t length) {
  const uint32_t begin = pos_;
  pos_ += length;
  context_.conditional = true;
  context_.in_loop = true;
  ++open_[size_t(Reserved::do_)];
  ++open_[size_t(Reserved::done)];
  const bool any = list();
  --open_[size_t(Reserved::do_)];
  --open_[size_t(Reserved::done)];
  empty_list(any);
  loop_body(begin, length);
}

// do list done, of a loop whose first word has `length` bytes at `begin`.
void Parser::loop_body(uint32_t begin, uint32_t length) {
  newlines();
  ReservedAt word = reserved_at(text_, pos_);
  if (word.word == Reserved::brace) return body(Reserved::close_brace, 1);
  bool any = word.word != Reserved::do_;
  if (any) {
    expected("`do`", begin, begin + length);
    if (at_end()) return;
  } else {
    pos_ += word.length;
  }
  ++open_[size_t(Reserved::do_)];
  ++open_[size_t(Reserved::done)];
  for (;;) {
    any |= list();
    word = reserved_at(text_, pos_);
    if (word.word != Reserved::do_) break;
    unexpected();
    pos_ += word.length;
  }
  --open_[size_t(Reserved::do_)];
  --open_[size_t(Reserved::done)];
  if (word.word == Reserved::done) {
    empty_list(any);
    pos_ += word.length;
  } else {
    expected("`done`", begin, begin + length);
  }
}

// for and select
void Parser::for_clause(uint32_t length) {
  const uint32_t begin = pos_;
  pos_ += length;
  context_.in_loop = true;
  blanks();
  if (peek() == '(' && peek(1) == '(') {
    const ArithmeticAt at = arithmetic_at(text_, pos_ + 2, arithmetic_budget_);
    if (!at.found) {
      expected("`))`", begin, begin + length);
      pos_ = uint32_t(text_.size());
      return;
    }
    arithmetic_command(pos_ + 2, at.end);
    blanks();
    if (peek() == ';') ++pos_;
    return loop_body(begin, length);
  }
  const uint32_t name = pos_;
  word(WordKind::value);
  if (pos_ == name) {
    expected("a variable name", begin, begin + length);
    if (at_end()) return;
  }
  newlines();
  if (text_.substr(std::min<size_t>(pos_, text_.size()), 2) == "in" && ends_word(text_, pos_ + 2)) {
    pos_ += 2;
    for_words();
  } else if (peek() == ';') {
    ++pos_;
  }
  loop_body(begin, length);
}

void Parser::for_words() {
  const uint32_t command = std::exchange(command_, none_);
  for (;;) {
    blanks();
    const uint32_t before = pos_;
    word(WordKind::argument);
    if (pos_ == before) break;
  }
  command_ = command;
  if (peek() == ';' && peek(1) != ';') ++pos_;
}

void Parser::case_clause() {
  const uint32_t begin = pos_;
  pos_ += 4;
  context_.conditional = true;
  blanks();
  const uint32_t subject = pos_;
  const uint32_t command = std::exchange(command_, none_);
  word(WordKind::test);
  command_ = command;
  if (pos_ == subject) return expected("a word", begin, begin + 4);
  newlines();
  if (text_.substr(pos_, 2) == "in" && ends_word(text_, pos_ + 2)) {
    pos_ += 2;
  } else {
    expected("`in`", begin, begin + 4);
    if (at_end()) return;
  }
  ++open_[size_t(Reserved::esac)];
  ++open_[size_t(Reserved::end_case)];
  while (case_item()) {
  }
  --open_[size_t(Reserved::esac)];
  --open_[size_t(Reserved::end_case)];
  if (reserved_at(text_, pos_).word == Reserved::esac) {
    pos_ += 4;
  } else {
    expected("`esac`", begin, begin + 4);
  }
}

// pattern) list ;; — whether another item may follow.
bool Parser::case_item() {
  newlines();
  if (at_end()) return false;
  const ReservedAt word = reserved_at(text_, pos_);
  if (word.word == Reserved::esac) return false;
  if (word.word == Reserved::end_case) {
    unexpected();
    pos_ += word.length;
    return true;
  }
  // done) may be a pattern; done alone ends a loop around this case.
  const bool closes = ends_list(word.word) && open_[size_t(word.word)] > 0;
  if (closes && peek(word.length) != ')' && peek(word.length) != '|') return false;
  if (word.word == Reserved::close_paren) {
    if (closes) return false;
    unexpected();
    ++pos_;
    return true;
  }
  if (!case_pattern()) return true;
  list();
  const ReservedAt end = reserved_at(text_, pos_);
  if (end.word == Reserved::esac) return false;
  if (end.word != Reserved::end_case) return false;
  pos_ += end.length;
  return true;
}

// (a|b) up to its parenthesis. Where that is missing, goes to the end of the line.
bool Parser::case_pattern() {
  const uint32_t begin = pos_;
  const uint32_t command = std::exchange(command_, none_);
  if (peek() == '(') ++pos_;
  for (;;) {
    blanks();
    const uint32_t pattern = pos_;
    word(WordKind::pattern);
    const bool missing = pos_ == pattern;
    blanks();
    if (missing && (peek() == ')' || peek() == '|')) expected("a pattern", begin, begin + 1);
    if (peek() != '|') break;
    ++pos_;
  }
  command_ = command;
  if (peek() == ')') {
    ++pos_;
    return true;
  }
  expected("`)` after the pattern", begin, begin + 1);
  for (; !at_end() && !at_newline(); ++pos_) {
    const ReservedAt word = reserved_at(text_, pos_);
    if (word.word == Reserved::esac) break;
    if (word.word != Reserved::end_case) continue;
    pos_ += word.length;
    break;
  }
  return false;
}

// function NAME [()] body
void Parser::function_clause() {
  const uint32_t begin = pos_;
  pos_ += 8;
  blanks();
  word(WordKind::value);
  const uint32_t end = pos_;
  blanks();
  if (peek() == '(') {
    uint32_t close = pos_ + 1;
    while (close < text_.size() && is_blank(text_[close])) ++close;
    if (close < text_.size() && text_[close] == ')') pos_ = close + 1;
  }
  function_body(begin, end);
}

// What follows the name of a function, which stands in [begin, end).
void Parser::function_body(uint32_t begin, uint32_t end) {
  newlines();
  out_.has_functions = true;
  if (nothing_follows()) return expected("the body of the function", begin, end);
  if (!enter(begin)) return;
  const Context outer = context_;
  context_.in_function = true;
  prefixes();
  command(Join::first, pipelines_++, false);
  context_ = outer;
  leave();
}

// (( … )): only what is expanded inside is of interest.
void Parser::arithmetic_command(uint32_t expression_begin, uint32_t end) {
  pos_ = expression_begin;
  expression(end);
}

}  // namespace dflint::shell
