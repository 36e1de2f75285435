// Reads a joined line into a Statement; one function a family of instructions.
#include "analysis/parse/statement.h"

#include <algorithm>

#include <fmt/core.h>

#include "analysis/flags.h"
#include "analysis/keywords.h"
#include "analysis/unicode.h"
#include "analysis/words.h"

namespace dflint {
namespace {

// "- FROM debian": a list dash, a diff sign or a prompt before an instruction. Returns where the
// real keyword begins, or `end`.
uint32_t after_bullet(std::string_view line, uint32_t word_begin, uint32_t word_end, uint32_t end) {
  const std::string_view bullet = line.substr(word_begin, word_end - word_begin);
  if (bullet != "-" && bullet != "*" && bullet != "+" && bullet != ">" && bullet != "$") return end;
  uint32_t at = word_end;
  while (at < end && is_separator(line[at])) ++at;
  uint32_t stop = at;
  while (stop < end && !is_separator(line[stop])) ++stop;
  return keyword_of(line.substr(at, stop - at)) == Keyword::unknown ? end : at;
}

// Programs that often begin a line of a script, some of them near to the name of an instruction.
constexpr std::string_view programs[] = {
    "apk",  "apt-get", "bash", "cat",  "cd",     "chmod", "chown", "cp",   "curl", "do",
    "done", "echo",    "else", "exit", "export", "fi",    "for",   "git",  "gpg",  "grep",
    "if",   "ln",      "ls",   "make", "mkdir",  "mv",    "npm",   "pip",  "rm",   "sed",
    "set",  "sh",      "tar",  "then", "unzip",  "wget",  "while", "yarn", "yum",  "dnf"};

bool is_program(std::string_view word) {
  return std::find(std::begin(programs), std::end(programs), word) != std::end(programs);
}

bool is_upper(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void unknown_instruction(Instruction& in, Statement& statement) {
  const std::string_view word = in.value(statement.word);
  Problem problem{ProblemKind::unknown_instruction, statement.word.span, {}, {}};
  if (word.empty()) {
    problem.message = "a line continuation leads to nothing";
  } else if (word == "&&" || word == "||" || word == "|" || word == ";") {
    problem.message =
        fmt::format("`{}` is no instruction; does the line before lack a `{}` at its end?", word,
                    in.dialect.escape);
  } else if (is_program(word)) {
    problem.message =
        fmt::format("`{}` is no instruction; does the line before lack a `{}`, or this one a RUN?",
                    word, in.dialect.escape);
  } else {
    problem.message = fmt::format("`{}` is no instruction", word.substr(0, 60));
    if (const Guess guess = guess_keyword(word); !guess.word.empty()) {
      problem.message += fmt::format("; did you mean `{}`?", guess.word);
      problem.replacement = word == to_lower(word) ? to_lower(guess.word) : std::string(guess.word);
      // What is not all capital letters may just as well be a stray line of something else.
      problem.certain = guess.certain && word.size() > 2 && is_upper(word);
    }
  }
  in.problems.push_back(std::move(problem));
}

// Reads the keyword; returns where the rest begins.
uint32_t read_keyword(Instruction& in, Statement& statement, uint32_t begin, uint32_t end,
                      bool nested) {
  const std::string_view line = in.line();
  uint32_t at = begin;
  while (at < end && !is_separator(line[at])) ++at;
  statement.word = word_at(in, begin, at);
  statement.keyword = keyword_of(line.substr(begin, at - begin));
  if (statement.keyword != Keyword::unknown) return at;

  // What was probably meant is read all the same, so that one slip does not hide the rest.
  if (const uint32_t real = after_bullet(line, begin, at, end); real < end) {
    const Span span{statement.word.span.begin, in.span_of_line(real, real).begin};
    in.problems.push_back(
        {ProblemKind::unknown_instruction,
         span,
         fmt::format("stray `{}` before an instruction", in.value(statement.word)),
         {},
         fmt::format("Remove the `{}`", in.value(statement.word)),
         true});
    uint32_t stop = real;
    while (stop < end && !is_separator(line[stop])) ++stop;
    statement.recovered = true;
    statement.keyword = keyword_of(line.substr(real, stop - real));
    statement.meant = word_at(in, real, stop);
    return stop;
  }
  // Whatever stands behind ONBUILD is looked at only when another stage triggers it.
  unknown_instruction(in, statement);
  if (!nested && guess_keyword(line.substr(begin, at - begin)).word == "FROM" && at - begin == 4) {
    statement.recovered = true;
    statement.keyword = Keyword::from;
  }
  return at;
}

}  // namespace

void read_statement(Instruction& in, Statement& statement, uint32_t begin, uint32_t end,
                    bool nested) {
  const std::string_view line = in.line();
  begin += leading_space(line.substr(begin, end - begin));
  end -= trailing_space(line.substr(begin, end - begin));
  uint32_t at = read_keyword(in, statement, begin, end, nested);
  while (at < end && is_separator(line[at])) ++at;
  if (statement.keyword == Keyword::unknown) {
    statement.rest = in.span_of_line(at, end);
    return;
  }
  at = read_flags(in, statement, at, end);
  at += leading_space(line.substr(at, end - at));
  statement.rest = in.span_of_line(at, end);
  switch (statement.keyword) {
    case Keyword::from:
      read_from(in, statement, at, end);
      break;
    case Keyword::run:
    case Keyword::cmd:
    case Keyword::entrypoint:
      read_command_line(in, statement, at, end);
      break;
    case Keyword::shell:
      read_shell(in, statement, at, end);
      break;
    case Keyword::healthcheck:
      read_healthcheck(in, statement, at, end);
      break;
    case Keyword::add:
    case Keyword::copy:
      read_copy(in, statement, at, end);
      break;
    case Keyword::volume:
      read_volume(in, statement, at, end);
      break;
    case Keyword::expose:
      read_expose(in, statement, at, end);
      break;
    case Keyword::env:
    case Keyword::label:
      read_pairs(in, statement, at, end);
      break;
    case Keyword::arg:
      read_arg(in, statement, at, end);
      break;
    case Keyword::onbuild:
      read_onbuild(in, statement, at, end);
      break;
    default:
      read_single(in, statement, at, end);
      break;
  }
  const bool unchecked = statement.keyword == Keyword::healthcheck && !statement.args.empty() &&
                         equal_ignoring_case(in.value(statement.args[0]), "none");
  if (!unchecked) check_flags(in, statement);
}

void missing_argument(Instruction& in, const Statement& statement, std::string_view what) {
  in.problems.push_back({ProblemKind::missing_argument,
                         statement.word.span,
                         fmt::format("{} needs {}", info(statement.keyword).name, what),
                         {}});
}

bool can_contain_heredoc(const Statement& statement) {
  const Statement& s = statement.trigger ? *statement.trigger : statement;
  const bool kind =
      s.keyword == Keyword::run || s.keyword == Keyword::copy || s.keyword == Keyword::add;
  return kind && !s.exec_form && !s.recovered;
}

}  // namespace dflint
