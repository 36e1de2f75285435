// The grammar of shell scripts: lists, pipelines, commands, and what is missing from them.
#include "analysis/shell/parse.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace dflint::shell {
namespace {

// About as many commands as there are. Long scripts are counted: growing moves every command.
size_t guess_commands(std::string_view text) {
  if (text.size() < 4096) return 2 + text.size() / 64;
  size_t count = 1;
  char before = '\0';
  for (char c : text) {
    count += (c == ';' || c == '&' || c == '|' || c == '\n') && c != before;
    before = c;
  }
  return count;
}

}  // namespace

Parser::Parser(Script& script, const std::vector<Piece>& pieces, bool external_heredocs)
    : out_(script),
      in_(script.text, pieces, 0),
      text_(script.text),
      arithmetic_budget_(script.text.size() * 4 + 4096),
      external_heredocs_(external_heredocs),
      lenient_(script.dialect == "zsh") {
  out_.commands.reserve(guess_commands(text_));
  words_.reserve(32);
}

void Parser::run() {
  list();  // stops at the end only: no list is open that a word could close
  unclosed_heredocs();
  finish();
}

// ---- problems

void Parser::problem(uint32_t begin, uint32_t end, std::string message) {
  if (!muted()) out_.problems.push_back({span(begin, end), std::move(message)});
}

void Parser::unexpected() {
  if (muted()) return;
  const std::string_view what = token();
  problem(pos_, pos_ + uint32_t(what.size()), fmt::format("unexpected `{}`", what));
}

void Parser::expected(std::string_view what, uint32_t begin, uint32_t end) {
  if (muted()) return;
  if (at_end()) {
    problem(begin, end,
            fmt::format("expected {} before the end of the {}", what,
                        inside_substitution_ ? "substitution" : "script"));
  } else if (at_newline()) {
    problem(begin, end, fmt::format("expected {} before the end of the line", what));
  } else {
    const std::string_view instead = token();
    problem(pos_, pos_ + uint32_t(instead.size()),
            fmt::format("expected {} before `{}`", what, instead));
  }
}

// The operator or the beginning of the word at pos_, for a message.
std::string_view Parser::token() const {
  constexpr uint32_t most = 40;
  uint32_t end = pos_ + 1;
  if ((classes(peek()) & meta) != 0) {
    const std::string_view two = text_.substr(pos_, 2);
    if (two == "&&" || two == "||" || two == ";;" || two == ";&" || two == "|&") ++end;
  } else {
    while (!ends_word(text_, end) && end - pos_ < most) ++end;
    while (end < text_.size() && (text_[end] & 0xC0) == 0x80) ++end;
  }
  return text_.substr(pos_, end - pos_);
}

// One level deeper. What is too deep is not read at all, and nothing after it.
bool Parser::enter(uint32_t begin) {
  if (depth_ < depth_limit) {
    ++depth_;
    return true;
  }
  problem(begin, begin + 1, fmt::format("nested more than {} levels deep", depth_limit));
  aborted_ = quiet_ = true;
  pos_ = uint32_t(text_.size());
  return false;
}

// ---- between words

void Parser::blanks() {
  for (;;) {
    uint32_t at = pos_;
    while (at < text_.size() && is_blank(text_[at])) ++at;
    pos_ = at;
    const char c = peek();
    if (c != '\\' && c != '\r') break;
    if (c == '\\' && peek(1) == '\n') {
      pos_ += 2;
    } else if (c == '\\' && peek(1) == '\r' && peek(2) == '\n') {
      pos_ += 3;
    } else if (c == '\r' && ends_word(text_, pos_)) {
      ++pos_;
    } else {
      break;
    }
  }
  if (peek() != '#') return;
  const uint32_t begin = pos_;
  pos_ = uint32_t(std::min(text_.find('\n', begin), text_.size()));
  const uint32_t end = text_[pos_ - 1] == '\r' ? pos_ - 1 : pos_;
  out_.comments.push_back(span(begin, end));
}

void Parser::newline() {
  ++pos_;
  if (!pending_.empty()) read_heredocs();
}

void Parser::newlines() {
  blanks();
  while (at_newline()) {
    newline();
    blanks();
  }
}

void Parser::read_heredocs() {
  size_t read = 0;
  for (const Delimiter& delimiter : pending_) {
    const HeredocAt found = heredoc_at(text_, pos_, delimiter);
    if (!found.closed) break;
    ++read;
    if (!delimiter.quoted) heredoc_variables(pos_, found.body_end);
    pos_ = found.next;
  }
  pending_.erase(pending_.begin(), pending_.begin() + ptrdiff_t(read));
  if (pending_.empty()) return;
  unclosed_heredocs();
  pos_ = uint32_t(text_.size());
}

void Parser::unclosed_heredocs() {
  for (const Delimiter& delimiter : pending_) {
    if (muted()) break;
    out_.problems.push_back(
        {delimiter.span, fmt::format("here-document `{}` is not closed", delimiter.name)});
  }
  pending_.clear();
}

// The variables of a here-document whose name is not quoted.
void Parser::heredoc_variables(uint32_t begin, uint32_t end) {
  const uint32_t command = std::exchange(command_, none_);
  const uint32_t outer = pos_;
  for (uint32_t at = begin; at < end; ++at) {
    if (text_[at] == '\\') ++at;
    if (at + 1 >= end || text_[at] != '$') continue;
    const bool brace = text_[at + 1] == '{';
    const uint32_t name = at + (brace ? 2 : 1);
    const uint32_t name_end = end_of_name(text_, name);
    if (name_end == name) continue;
    pos_ = name_end;
    if (brace && peek() == '}') ++pos_;
    variable(at, name, name_end, true);
    at = pos_ - 1;
  }
  pos_ = outer;
  command_ = command;
}

// ---- lists

// Reads commands up to a word that an open construct waits for, or the end. Whether there was any.
bool Parser::list() {
  bool any = false;
  Join join = Join::first;
  for (;;) {
    newlines();
    if (at_end()) return any;
    const ReservedAt word = reserved_at(text_, pos_);
    if (ends_list(word.word)) {
      if (open_[size_t(word.word)] > 0) return any;
      unexpected();
      pos_ += word.length;
      blanks();
      if (!nothing_follows() || !skip_operators()) separator(join);
      any = true;
      continue;
    }
    if (stray_operator()) {
      any = true;
      continue;
    }
    and_or(join);
    any = true;
    separator(join);
  }
}

// Where a command should begin, reports an operator and goes behind it.
bool Parser::stray_operator() {
  const char c = peek();
  if (c != ';' && c != '&' && c != '|') return false;
  if (c == '&' && !redirection_at(text_, pos_).empty()) return false;
  const std::string_view what = token();
  if (what == ";" || what == "&") {
    unexpected();
  } else {
    problem(pos_, pos_ + uint32_t(what.size()),
            fmt::format("expected a command before `{}`", what));
  }
  pos_ += uint32_t(what.size());
  return true;
}

// What joins the next command of the list.
void Parser::separator(Join& join) {
  blanks();
  const char c = peek();
  if (c == ';' && peek(1) != ';' && peek(1) != '&') {
    ++pos_;
    join = Join::sequence;
  } else if (c == '&') {
    ++pos_;
    join = Join::background;
  } else {
    join = Join::sequence;
    if (at_end() || at_newline() || ends_list(reserved_at(text_, pos_).word)) return;
    unexpected();  // and read as the next command
  }
}

// Whether no command begins at pos_.
bool Parser::nothing_follows() {
  const char c = peek();
  if (at_end() || c == ';' || c == '|' || c == '\n') return true;
  if (c == '&') return redirection_at(text_, pos_).empty();
  return ends_list(reserved_at(text_, pos_).word);
}

// Goes behind operators that have no command between them; whether a command follows.
bool Parser::skip_operators() {
  for (;;) {
    const std::string_view two = text_.substr(pos_, 2);
    if (two == "&&" || two == "||" || two == "|&") {
      pos_ += 2;
    } else if (peek() == '|') {
      ++pos_;
    } else {
      return !nothing_follows();
    }
    newlines();
  }
}

void Parser::and_or(Join join) {
  bool conditional = false;
  for (;;) {
    pipeline(join, conditional);
    blanks();
    const std::string_view op = text_.substr(std::min<size_t>(pos_, text_.size()), 2);
    if (op != "&&" && op != "||") return;
    const uint32_t begin = pos_;
    pos_ += 2;
    newlines();
    if (nothing_follows()) {
      problem(begin, begin + 2, fmt::format("expected a command after `{}`", op));
      if (!skip_operators()) return;
    }
    conditional = op == "||";
    join = conditional ? Join::or_ : Join::and_;
  }
}

void Parser::pipeline(Join join, bool conditional) {
  const bool outer = context_.conditional;
  context_.conditional |= conditional;
  const uint32_t number = pipelines_++;
  const bool negated = prefixes();
  Part part = command(join, number, negated);
  for (;;) {
    blanks();
    if (peek() != '|' || peek(1) == '|') break;
    const uint32_t begin = pos_;
    pos_ += peek(1) == '&' ? 2 : 1;
    const uint32_t end = pos_;
    out_.has_pipe = true;
    newlines();
    if (nothing_follows()) {
      problem(begin, end,
              fmt::format("expected a command after `{}`", text_.substr(begin, end - begin)));
      if (!skip_operators()) break;
    }
    mark(part, true);
    prefixes();
    part = command(Join::pipe, number, negated);
    mark(part, false);
  }
  context_.conditional = outer;
}

void Parser::mark(Part part, bool piped_to_next) {
  if (part.command != none_) {
    out_.commands[part.command].in_pipe = true;
    out_.commands[part.command].piped_to_next |= piped_to_next;
  } else if (part.group != 0) {
    groups_[part.group].in_pipe = true;
    groups_[part.group].piped_to_next |= piped_to_next;
  }
}

// ! and time before a pipeline; whether it is negated.
bool Parser::prefixes() {
  bool negated = false;
  for (;;) {
    const uint32_t begin = pos_;
    const ReservedAt word = reserved_at(text_, pos_);
    if (word.word == Reserved::time) {
      // `time -v make` is the program, `time -p make` the reserved word.
      uint32_t next = pos_ + word.length;
      while (next < text_.size() && is_blank(text_[next])) ++next;
      if (ends_word(text_, next)) return negated;
      const bool portable = text_.substr(next, 2) == "-p" && ends_word(text_, next + 2);
      if (text_[next] == '-' && !portable) return negated;
      pos_ = portable ? next + 2 : next;
    } else if (word.word == Reserved::not_) {
      negated = !negated;
      ++pos_;
    } else {
      return negated;
    }
    blanks();
    if ((peek() == '&' || peek() == '|') && nothing_follows()) {
      problem(begin, begin + word.length,
              fmt::format("expected a command after `{}`", spelling(word.word)));
      skip_operators();
    }
  }
}

Parser::Part Parser::command(Join join, uint32_t pipeline, bool negated) {
  if (peek() == '(') return compound({Reserved::close_paren, 1});
  const ReservedAt word = reserved_at(text_, pos_);
  switch (word.word) {
    case Reserved::if_:
    case Reserved::for_:
    case Reserved::while_:
    case Reserved::until:
    case Reserved::case_:
    case Reserved::brace:
      return compound(word);
    case Reserved::function:
    case Reserved::select: {
      // Words of bash; without a name they are programs.
      uint32_t next = pos_ + word.length;
      while (next < text_.size() && is_blank(text_[next])) ++next;
      if (!ends_word(text_, next) && text_[next] != '-') return compound(word);
      return simple_command(join, pipeline, negated);
    }
    default:
      return simple_command(join, pipeline, negated);
  }
}

// ---- compound commands

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
  if (pos_ == name) return expected("a variable name", begin, begin + length);
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
  if (text_.substr(pos_, 2) != "in" || !ends_word(text_, pos_ + 2)) {
    return expected("`in`", begin, begin + 4);
  }
  pos_ += 2;
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

// ---- simple commands

uint32_t Parser::begin_command(Join join, uint32_t pipeline, bool negated) {
  const uint32_t index = uint32_t(out_.commands.size());
  Command& command = out_.commands.emplace_back();
  command.script = &out_;
  command.span.begin = in_.source(pos_);
  command.join = join;
  command.pipeline = pipeline;
  command.negated = negated;
  command.subshell = context_.subshell;
  command.substitution = context_.substitution;
  command.conditional = context_.conditional;
  command.in_loop = context_.in_loop;
  command.in_function = context_.in_function;
  if (context_.group != 0) grouped_.emplace_back(index, context_.group);
  return index;
}

// Takes the command back, as nothing of it was there.
void Parser::drop_command(uint32_t index) {
  if (!grouped_.empty() && grouped_.back().first == index) grouped_.pop_back();
  out_.commands.pop_back();
}

void Parser::end_command(uint32_t index, size_t words, size_t assignments, size_t redirections) {
  Command& command = out_.commands[index];
  command.words.assign(words_.begin() + ptrdiff_t(words), words_.end());
  command.assignments.assign(assignments_.begin() + ptrdiff_t(assignments), assignments_.end());
  command.redirections.assign(redirections_.begin() + ptrdiff_t(redirections), redirections_.end());
  words_.resize(words);
  assignments_.resize(assignments);
  redirections_.resize(redirections);
  uint32_t end = command.span.begin;
  if (!command.words.empty()) end = std::max(end, command.words.back().span.end);
  if (!command.assignments.empty()) end = std::max(end, command.assignments.back().value.span.end);
  if (!command.redirections.empty()) end = std::max(end, command.redirections.back().span.end);
  command.span.end = end;
}

Parser::Part Parser::simple_command(Join join, uint32_t pipeline, bool negated) {
  const uint32_t begin = pos_;
  const size_t words = words_.size();
  const size_t assignments = assignments_.size();
  const size_t redirections = redirections_.size();
  const uint32_t index = begin_command(join, pipeline, negated);
  const uint32_t outer = std::exchange(command_, index);
  if (reserved_at(text_, pos_).word == Reserved::test) {
    test_command();
    do {
      blanks();
    } while (redirection());
  } else {
    while (simple_part(words)) {
    }
  }
  command_ = outer;
  const size_t count = words_.size() - words;
  const bool bare = assignments_.size() == assignments && redirections_.size() == redirections;
  if (peek() == '(' && count == 1 && bare && out_.commands.size() == index + 1) {
    uint32_t close = pos_ + 1;
    while (close < text_.size() && is_blank(text_[close])) ++close;
    if (close < text_.size() && text_[close] == ')') {
      const uint32_t name_end = pos_;
      words_.resize(words);
      drop_command(index);
      pos_ = close + 1;
      function_body(begin, name_end);
      return {};
    }
  }
  if (count == 0 && bare && out_.commands.size() == index + 1) {
    drop_command(index);
    return {};
  }
  end_command(index, words, assignments, redirections);
  return {index, 0};
}

// Reads the next word, assignment or redirection; false where the command ends.
bool Parser::simple_part(size_t words) {
  blanks();
  if (at_end()) return false;
  const char c = text_[pos_];
  if ((classes(c) & name_start) != 0) {
    if (words_.size() == words) {
      if (const AssignmentAt at = assignment_at(text_, pos_); at.value != 0) {
        assignment(at);
        return true;
      }
    }
  } else {
    if (redirection()) return true;
    const bool process = (c == '<' || c == '>') && peek(1) == '(';
    if ((classes(c) & meta) != 0 && !process) return false;
  }
  const ShellWord read = word(WordKind::argument);
  words_.push_back(read);
  return true;
}

void Parser::assignment(const AssignmentAt& at) {
  Assignment assignment;
  assignment.append = at.append;
  assignment.name_word.span = span(pos_, at.name_end);
  assignment.name_word.begin = in_.base() + pos_;
  assignment.name_word.end = in_.base() + at.name_end;
  pos_ = at.value;
  if (peek() == '(') {
    const uint32_t begin = pos_;
    const size_t expansions = out_.expansions.size();
    array();
    assignment.value.span = span(begin, pos_);
    assignment.value.begin = in_.base() + begin;
    assignment.value.end = in_.base() + pos_;
    assignment.value.expands = out_.expansions.size() != expansions;
  } else {
    assignment.value = word(WordKind::value);
  }
  assignments_.push_back(assignment);
}

// [[ … ]]: its tokens are the words of the command.
void Parser::test_command() {
  const uint32_t begin = pos_;
  const auto push = [this](uint32_t length) {
    ShellWord word;
    word.span = span(pos_, pos_ + length);
    word.begin = in_.base() + pos_;
    word.end = word.begin + length;
    words_.push_back(word);
    pos_ += length;
  };
  push(2);
  bool regex = false;
  for (;;) {
    newlines();
    if (at_end()) return expected("`]]`", begin, begin + 2);
    const std::string_view two = text_.substr(pos_, 2);
    if (two == "]]" && ends_word(text_, pos_ + 2)) return push(2);
    const char c = peek();
    const bool parenthesis = (c == '(' && !regex) || c == ')' || c == '<' || c == '>';
    if (two == "&&" || two == "||") {
      push(2);
    } else if (parenthesis) {
      push(1);
    } else if (c == ';' || c == '&' || c == '|') {
      return expected("`]]`", begin, begin + 2);
    } else {
      const ShellWord read = word(regex ? WordKind::regex : WordKind::test);
      words_.push_back(read);
    }
    regex = two == "=~" && !regex;
  }
}

// ---- redirections

bool Parser::redirection() {
  const uint32_t begin = pos_;
  uint32_t at = pos_;
  const char c = peek();
  if (is_digit(c)) {
    while (at < text_.size() && is_digit(text_[at])) ++at;
  } else if (c == '{') {
    at = end_of_name(text_, pos_ + 1);
    if (at >= text_.size() || text_[at] != '}') return false;
    ++at;
  } else if (c != '<' && c != '>' && c != '&') {
    return false;
  }
  const std::string_view op = redirection_at(text_, at);
  if (op.empty() || (at != begin && op[0] == '&')) return false;
  Redirection redirection;
  redirection.op = op;
  for (uint32_t digit = begin; digit < at && is_digit(c) && digit < begin + 8; ++digit) {
    redirection.fd = std::max(redirection.fd, 0) * 10 + (text_[digit] - '0');
  }
  pos_ = at + uint32_t(op.size());
  blanks();
  const uint32_t target = pos_;
  Delimiter delimiter;
  const bool document = op == "<<" || op == "<<-";
  redirection.target = document ? heredoc_name(delimiter) : word(WordKind::target);
  const uint32_t end = pos_ == target ? at + uint32_t(op.size()) : pos_;
  if (pos_ == target) {
    problem(begin, end,
            fmt::format("expected a {} after `{}`", document ? "name" : "file name", op));
  }
  redirection.span = span(begin, end);
  if (pos_ != target) redirection.span.end = redirection.target.span.end;
  if (document && pos_ != target && !external_heredocs_) {
    delimiter.span = redirection.span;
    delimiter.strip_tabs = op == "<<-";
    delimiter.name = out_.bytes(redirection.target.begin, redirection.target.end);
    pending_.push_back(std::move(delimiter));
  }
  redirections_.push_back(redirection);
  return true;
}

// The name of a here-document: quotes are removed, nothing is expanded.
ShellWord Parser::heredoc_name(Delimiter& delimiter) {
  const uint32_t begin = pos_;
  ShellWord word;
  Value value{.from = begin, .to = begin, .mark = uint32_t(scratch_.size())};
  while (!ends_word(text_, pos_)) {
    const char c = text_[pos_];
    if (c == '\\') {
      backslash(word, value);
    } else if (c == '\'') {
      word.quoted = true;
      single_quoted(&value);
    } else if (c == '"') {
      word.quoted = true;
      const uint32_t quote = pos_;
      const size_t end = text_.find('"', quote + 1);
      if (end == text_.npos) {
        unclosed(quote, 1);
        break;
      }
      append(value, quote + 1, uint32_t(end));
      pos_ = uint32_t(end + 1);
    } else {
      append(value, pos_, pos_ + 1);
      ++pos_;
    }
  }
  delimiter.quoted = word.quoted;
  word.span = span(begin, pos_);
  end_value(value, word, begin);
  return word;
}

// ---- the end

// Gives commands what is known only now.
void Parser::finish() {
  for (size_t group = 1; group < groups_.size(); ++group) {
    const Group& parent = groups_[groups_[group].parent];
    groups_[group].in_pipe |= parent.in_pipe;
    groups_[group].piped_to_next |= parent.piped_to_next;
  }
  for (const auto& [command, group] : grouped_) {
    out_.commands[command].in_pipe |= groups_[group].in_pipe;
    out_.commands[command].piped_to_next |= groups_[group].piped_to_next;
  }
  for (Command& command : out_.commands) {
    for (Assignment& assignment : command.assignments) {
      assignment.name = out_.value(assignment.name_word);
    }
  }
}

}  // namespace dflint::shell
