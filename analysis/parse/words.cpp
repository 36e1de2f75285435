// FROM, COPY, ADD, VOLUME, EXPOSE and the instructions with a single argument: plain words.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/heredoc.h"
#include "analysis/keywords.h"
#include "analysis/parse/statement.h"
#include "analysis/unicode.h"
#include "analysis/words.h"

namespace dflint {
namespace {

bool is_stage_name(std::string_view name) {
  const std::string lower = to_lower(name);
  return !lower.empty() && lower[0] >= 'a' && lower[0] <= 'z' &&
         std::all_of(lower.begin(), lower.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                  c == '.';
         });
}

void check_stage_name(Instruction& in, const Word& word) {
  const std::string_view name = in.value(word);
  if (is_stage_name(name)) return;
  Problem problem{
      ProblemKind::stage_name,
      word.span,
      fmt::format(
          "`{}` cannot name a stage; a name is a letter, then letters, digits, `-`, `_` or `.`",
          name),
      {}};
  if (name.find('$') != std::string_view::npos)
    problem.message = "a stage name cannot hold a variable";
  in.problems.push_back(std::move(problem));
}

}  // namespace

void read_from(Instruction& in, Statement& statement, uint32_t begin, uint32_t end) {
  statement.args = split_at_separators(in, begin, end);
  const std::vector<Word>& args = statement.args;
  if (args.empty()) return missing_argument(in, statement, "an image or an earlier stage");
  if (args.size() == 1) return;
  // The builder wants exactly `image AS name`.
  const bool as = equal_ignoring_case(in.value(args[1]), "as");
  if (args.size() == 3 && as) return check_stage_name(in, args[2]);
  Problem problem{ProblemKind::from_arguments, args[1].span, {}, {}};
  const auto comment = std::find_if(args.begin() + 1, args.end(), [&](const Word& word) {
    return in.value(word).starts_with('#');
  });
  if (as && args.size() == 2) {
    problem.message = "no stage name follows AS";
  } else if (in.value(args[1]).starts_with("--platform=")) {
    problem.message = "`--platform` must stand before the image";
    if (in.pieces.size() == 1) {
      problem.span = {args[0].span.begin, args[1].span.end};
      problem.replacement = fmt::format("{} {}", in.value(args[1]), in.value(args[0]));
      problem.title = "Put `--platform` before the image";
      problem.certain = true;
    }
  } else if (comment == args.begin() + 1 || (as && comment == args.begin() + 3)) {
    problem.span = {comment->span.begin, args.back().span.end};
    problem.message = "a comment must stand on a line of its own";
    problem.title = "Remove the comment";
    problem.remove = true;
  } else if (as) {
    problem.span = {args[3].span.begin, args.back().span.end};
    problem.message = "nothing may follow the stage name";
  } else {
    problem.span = {args[1].span.begin, args.back().span.end};
    problem.message =
        fmt::format("only `AS name` may follow the image, not `{}`", in.value(args[1]));
    if (args.size() == 2 && is_stage_name(in.value(args[1]))) {
      problem.replacement = fmt::format("AS {}", in.value(args[1]));
    }
  }
  in.problems.push_back(std::move(problem));
}

void read_copy(Instruction& in, Statement& statement, uint32_t begin, uint32_t end) {
  if (begin < end && !read_exec_form(in, statement, begin, end)) {
    statement.args = split_at_separators(in, begin, end);
  }
  if (statement.args.size() < 2) {
    return missing_argument(
        in, statement,
        statement.args.empty() ? "a source and a destination" : "a destination after the source");
  }
  const Word& destination = statement.args.back();
  if (in.value(destination).find("<<") != std::string_view::npos &&
      read_heredoc(in.value(destination))) {
    in.problems.push_back({ProblemKind::heredoc,
                           destination.span,
                           fmt::format("a here-document cannot be the destination of {}",
                                       info(statement.keyword).name),
                           {}});
  }
}

void read_volume(Instruction& in, Statement& statement, uint32_t begin, uint32_t end) {
  if (begin < end && !read_exec_form(in, statement, begin, end)) {
    statement.args = split_at_separators(in, begin, end);
  }
  if (statement.args.empty()) return missing_argument(in, statement, "a path");
  for (const Word& word : statement.args) {
    const std::string_view path = in.value(word);
    if (leading_space(path) == path.size()) {
      in.problems.push_back(
          {ProblemKind::missing_argument, word.span, "a volume cannot be empty", {}});
    }
  }
}

void read_expose(Instruction& in, Statement& statement, uint32_t begin, uint32_t end) {
  statement.args = split_at_separators(in, begin, end);
  if (statement.args.empty()) missing_argument(in, statement, "a port");
}

void read_single(Instruction& in, Statement& statement, uint32_t begin, uint32_t end) {
  if (begin < end) {
    statement.args.push_back(word_at(in, begin, end));
    return;
  }
  switch (statement.keyword) {
    case Keyword::user:
      return missing_argument(in, statement, "a user");
    case Keyword::workdir:
      return missing_argument(in, statement, "a path");
    case Keyword::stopsignal:
      return missing_argument(in, statement, "a signal");
    default:
      return missing_argument(in, statement, "a name");
  }
}

void read_onbuild(Instruction& in, Statement& statement, uint32_t begin, uint32_t end) {
  if (begin == end) return missing_argument(in, statement, "an instruction");
  statement.trigger = std::make_unique<Statement>();
  Statement& trigger = *statement.trigger;
  const uint32_t before = static_cast<uint32_t>(in.problems.size());
  // One level only: the builder refuses ONBUILD ONBUILD, however deep it goes.
  const std::string_view line = in.line();
  uint32_t stop = begin;
  while (stop < end && !is_separator(line[stop])) ++stop;
  if (keyword_of(line.substr(begin, stop - begin)) == Keyword::onbuild) {
    trigger.keyword = Keyword::onbuild;
    trigger.word = word_at(in, begin, stop);
    in.problems.push_back(
        {ProblemKind::onbuild, trigger.word.span, "ONBUILD cannot trigger another ONBUILD", {}});
    return;
  }
  read_statement(in, trigger, begin, end, true);
  // A trigger runs in another build: now the builder refuses only what its parser cannot read.
  for (uint32_t i = before; i < in.problems.size(); ++i) {
    const ProblemKind kind = in.problems[i].kind;
    const bool mixed = kind == ProblemKind::json_form && trigger.exec_form;
    in.problems[i].in_trigger = kind != ProblemKind::key_value && !mixed;
  }
  if (trigger.keyword == Keyword::from || trigger.keyword == Keyword::maintainer) {
    in.problems.push_back({ProblemKind::onbuild,
                           trigger.word.span,
                           fmt::format("ONBUILD cannot trigger {}", info(trigger.keyword).name),
                           {}});
  }
}

}  // namespace dflint
