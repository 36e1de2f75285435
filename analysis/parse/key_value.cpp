// ENV, LABEL and ARG: names and values.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/keywords.h"
#include "analysis/parse/statement.h"
#include "analysis/words.h"

namespace dflint {
namespace {

// name[=value], split at the first '='.
Pair split_pair(const Instruction& in, const Word& word) {
  const uint32_t equals =
      static_cast<uint32_t>(std::min(in.value(word).find('='), in.value(word).size()));
  Pair pair;
  pair.key = word_at(in, word.begin, word.begin + equals);
  pair.has_value = word.begin + equals < word.end;
  pair.value = word_at(in, std::min(word.begin + equals + 1, word.end), word.end);
  return pair;
}

void check_name(Instruction& in, const Statement& statement, const Word& word, const Pair& pair) {
  if (!pair.key.empty()) return;
  in.problems.push_back(
      {ProblemKind::missing_argument,
       word.span,
       fmt::format("{} needs a name before the `=`", info(statement.keyword).name),
       {}});
}

Problem trailing_comment(const Word& first, const Word& last) {
  Problem problem{ProblemKind::key_value,
                  {first.span.begin, last.span.end},
                  "a comment must stand on a line of its own",
                  {}};
  problem.title = "Remove the comment";
  problem.remove = true;
  return problem;
}

// A word of `statement` that is no name=value. Its pairs so far are those before the word.
Problem no_equals(const Instruction& in, const Statement& statement, const Word& word) {
  const std::string_view name = info(statement.keyword).name, text = in.value(word);
  Problem problem{ProblemKind::key_value,
                  word.span,
                  fmt::format("`{}` has no `=`; every word of {} must be name=value, and a value "
                              "with blanks needs quotes",
                              text.substr(0, 60), name),
                  {}};
  if (statement.pairs.empty()) return problem;
  const Pair& before = statement.pairs.back();
  const std::string_view between =
      in.source({before.key.span.end, std::max(before.key.span.end, word.span.begin)});
  if (before.has_value && before.value.empty() && !before.key.empty() &&
      between.find_first_not_of("= \t") == std::string_view::npos) {
    problem.span = {before.key.span.begin, word.span.end};
    problem.message = fmt::format("no blank may follow the `=` of {}", name);
    problem.replacement = fmt::format("{}={}", in.value(before.key), text);
    problem.title = "Remove the blank after `=`";
    problem.certain = true;
  }
  return problem;
}

// `KEY value`: the value is the rest of the line.
void read_legacy(Instruction& in, Statement& statement, uint32_t begin, uint32_t end) {
  const std::string_view line = in.line();
  uint32_t at = begin;
  while (at < end && !is_separator(line[at])) ++at;
  Pair pair;
  pair.key = word_at(in, begin, at);
  pair.legacy = true;
  if (at == end) {
    in.problems.push_back(
        {ProblemKind::key_value,
         pair.key.span,
         fmt::format("{} needs a value: `{}=…`", info(statement.keyword).name, in.value(pair.key)),
         {}});
  }
  while (at < end && is_separator(line[at])) ++at;
  pair.has_value = at < end;
  pair.value = word_at(in, at, end);
  statement.pairs.push_back(pair);
}

}  // namespace

void read_pairs(Instruction& in, Statement& statement, uint32_t begin, uint32_t end) {
  const std::vector<Word> words = split_quoted(in, begin, end);
  if (words.empty()) return missing_argument(in, statement, "a name and a value: name=value");
  if (in.value(words[0]).find('=') == std::string_view::npos)
    return read_legacy(in, statement, begin, end);
  statement.pairs.reserve(words.size());
  bool comment = false;
  for (const Word& word : words) {
    const Pair pair = split_pair(in, word);
    if (!pair.has_value && !comment) {
      comment = in.value(word).starts_with('#');
      in.problems.push_back(comment ? trailing_comment(word, words.back())
                                    : no_equals(in, statement, word));
    }
    check_name(in, statement, word, pair);
    statement.pairs.push_back(pair);
  }
}

void read_arg(Instruction& in, Statement& statement, uint32_t begin, uint32_t end) {
  const std::vector<Word> words = split_quoted(in, begin, end);
  if (words.empty()) return missing_argument(in, statement, "a name");
  statement.pairs.reserve(words.size());
  for (const Word& word : words) {
    statement.pairs.push_back(split_pair(in, word));
    check_name(in, statement, word, statement.pairs.back());
  }
}

}  // namespace dflint
