// The grammar of shell scripts down to pipelines, and what is missing from them.
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
    const std::string_view name = delimiter.name;
    out_.problems.push_back({delimiter.span, fmt::format("here-document `{}` is not closed",
                                                         name.substr(0, name.find('\n')))});
  }
  pending_.clear();
}

// The variables of a here-document whose name is not quoted.
void Parser::heredoc_variables(uint32_t begin, uint32_t end) {
  const uint32_t command = std::exchange(command_, none_);
  const uint32_t outer = pos_;
  for (uint32_t at = begin; at < end; ++at) {
    if (text_[at] == '\\') {
      ++at;
      continue;
    }
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
      skip_separator();
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

// Goes behind what joins the next command, whatever it is.
void Parser::skip_separator() {
  blanks();
  if (ends_list(reserved_at(text_, pos_).word)) return;
  if ((peek() == ';' || peek() == '&') && peek(1) != '&' && nothing_follows()) {
    ++pos_;
  } else {
    skip_operators();
  }
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
      if (ends_word(text_, next) && (next == text_.size() || text_[next] != '(')) return negated;
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
