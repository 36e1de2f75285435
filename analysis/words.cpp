// How the builder splits the arguments of an instruction into words.
#include "analysis/words.h"

#include "analysis/unicode.h"

namespace dflint {

Word word_at(const Instruction& in, uint32_t begin, uint32_t end) {
  return {in.span_of_line(begin, end), begin, end, false};
}

namespace {

// An ASCII byte that neither ends a word nor quotes.
bool is_plain(char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\''; }

}  // namespace

bool is_separator(char c) { return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r'; }

std::vector<Word> split_at_separators(const Instruction& in, uint32_t begin, uint32_t end) {
  std::vector<Word> words;
  if (begin >= end) return words;
  const std::string_view line = in.line();
  uint32_t at = begin;
  while (true) {
    const uint32_t from = at;
    while (at < end && !is_separator(line[at])) ++at;
    words.push_back(word_at(in, from, at));
    if (at >= end) return words;
    while (at < end && is_separator(line[at])) ++at;
  }
}

std::vector<Word> split_quoted(const Instruction& in, uint32_t begin, uint32_t end) {
  std::vector<Word> words;
  const std::string_view line = in.line().substr(0, end);
  const char escape = in.dialect.escape;
  uint32_t at = begin;
  while ((at += leading_space(line.substr(at))) < end) {
    const uint32_t from = at;
    char quote = '\0';
    while (at < end) {
      if (is_plain(line[at]) && line[at] != escape) {
        ++at;
        continue;
      }
      const CodePoint c = decode(line.substr(at));
      if (quote == '\0' && is_space(c.value)) break;
      at += c.size;
      if (c.size > 1) continue;
      const char byte = static_cast<char>(c.value);
      // In single quotes the escape character is an ordinary one.
      if (byte == escape && quote != '\'') {
        if (at < end) at += decode(line.substr(at)).size;
      } else if (quote != '\0') {
        if (byte == quote) quote = '\0';
      } else if (byte == '"' || byte == '\'') {
        quote = byte;
      }
    }
    // An escape character as the very last byte is dropped.
    words.push_back(word_at(in, from, at));
  }
  return words;
}

}  // namespace dflint
