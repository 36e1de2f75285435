// The grammar of simple commands: assignments, words, redirections.
#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "analysis/shell/parse.h"

namespace dflint::shell {

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
  redirection.span = span(begin, at + uint32_t(op.size()));
  if (pos_ != target) {
    redirection.span.end = redirection.target.span.end;
  } else {
    redirection.target.span = {redirection.span.end, redirection.span.end};
    problem(begin, at + uint32_t(op.size()),
            fmt::format("expected a {} after `{}`", document ? "name" : "file name", op));
  }
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

}  // namespace dflint::shell
