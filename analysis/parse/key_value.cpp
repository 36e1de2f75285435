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
  for (const Word& word : words) {
    const Pair pair = split_pair(in, word);
    if (!pair.has_value) {
      in.problems.push_back(
          {ProblemKind::key_value,
           word.span,
           fmt::format("`{}` has no `=`; every word of {} must be name=value, and a value with "
                       "blanks needs quotes",
                       in.value(word).substr(0, 60), info(statement.keyword).name),
           {}});
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
