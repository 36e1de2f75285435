// Instructions that a line continuation made a part of the instruction before them.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "analysis/instruction.h"
#include "analysis/keywords.h"
#include "analysis/words.h"

namespace dflint {

// `RUN a \`, a comment or blank line, `CMD ["b"]`: to the builder one RUN.
struct Swallowed {
  Keyword keyword = Keyword::none;
  Span word;           // the keyword, in the source
  Span continuation;   // what joins it to the line before, an operator of the shell included
  bool apart = false;  // a blank line or a comment stands between
};

namespace swallowed_detail {

inline std::string_view first_word(std::string_view text) {
  return text.substr(0, std::min(text.find_first_of(" \t\v\f\r"), text.size()));
}

inline std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_separator(text[0])) text.remove_prefix(1);
  return text;
}

inline bool is_name(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Whether `rest` is what people write after that keyword.
inline bool is_plausible(Keyword keyword, std::string_view rest) {
  const std::string_view first = first_word(rest);
  const bool more = !without_blanks(rest.substr(first.size())).empty();
  switch (keyword) {
    case Keyword::add:
    case Keyword::copy:
      return more;
    case Keyword::env:
    case Keyword::label:
      return more || first.find('=') != std::string_view::npos;
    case Keyword::arg:
      return is_name(first.substr(0, first.find('=')));
    case Keyword::expose:
      return first[0] == '$' || (first[0] >= '0' && first[0] <= '9');
    case Keyword::volume:
      return first[0] == '/' || first[0] == '[' || first[0] == '$' || first[0] == '"';
    case Keyword::shell:
      return first[0] == '[';
    case Keyword::healthcheck:
      return first.starts_with("--") || first == "CMD" || first == "NONE";
    case Keyword::onbuild:
      return keyword_of(first) != Keyword::unknown;
    case Keyword::stopsignal:
      return first.starts_with("SIG") || (first[0] >= '0' && first[0] <= '9');
    case Keyword::user:
    case Keyword::workdir:
      return !more;
    default:
      return true;
  }
}

// Whether the shell reads a place of the line as inside quotes. Asked from left to right.
class Quotes {
 public:
  bool open_at(std::string_view line, size_t end) {
    for (; at_ < end; ++at_) {
      if (line[at_] == '\\' && quote_ != '\'') {
        ++at_;
      } else if (quote_ == '\0' ? line[at_] == '"' || line[at_] == '\'' : line[at_] == quote_) {
        quote_ = quote_ == '\0' ? line[at_] : '\0';
      }
    }
    return quote_ != '\0';
  }

 private:
  size_t at_ = 0;
  char quote_ = '\0';
};

// Where a trailing operator of the shell begins in `text`; its size where there is none.
inline size_t operator_at(std::string_view text) {
  for (const std::string_view op : {"&&", "||", "|", ";"}) {
    if (text.ends_with(op)) return text.size() - op.size();
  }
  return text.size();
}

inline uint32_t indentation(const Instruction& in, uint32_t at) {
  uint32_t begin = at;
  while (begin > 0 && in.text[begin - 1] != '\n') --begin;
  return at - begin;
}

}  // namespace swallowed_detail

// The first `most` of them, in order; mostly none.
inline std::vector<Swallowed> swallowed(const Instruction& in, size_t most = 1000) {
  using namespace swallowed_detail;
  std::vector<Swallowed> found;
  Quotes quotes;
  const std::string_view line = in.line();
  for (size_t i = 1; i < in.pieces.size() && found.size() < most; ++i) {
    const uint32_t begin = in.pieces[i].line;
    const uint32_t end = i + 1 < in.pieces.size() ? in.pieces[i + 1].line : in.line_size;
    const std::string_view text = without_blanks(line.substr(begin, end - begin));
    if (text.empty() || text[0] < 'A' || text[0] > 'W') continue;
    const std::string_view word = first_word(text);
    if (word.size() > 11 || word.find_first_of("abcdefghijklmnopqrstuvwxyz") != word.npos) continue;
    const Keyword keyword = keyword_of(word);
    const std::string_view rest = without_blanks(text.substr(word.size()));
    if (keyword == Keyword::unknown || rest.empty() || !is_plausible(keyword, rest)) continue;

    const uint32_t at = end - static_cast<uint32_t>(text.size());
    Swallowed one;
    one.keyword = keyword;
    one.word = in.span_of_line(at, at + static_cast<uint32_t>(word.size()));
    if (indentation(in, one.word.begin) != indentation(in, in.body.begin)) continue;
    std::string_view before = line.substr(0, begin);
    const Span joint = in.span_of_line(begin - 1, begin);
    const std::string_view between = in.source({joint.end, one.word.begin});
    one.apart = std::count(between.begin(), between.end(), '\n') > 1;
    before = before.substr(0, before.find_last_not_of(" \t") + 1);
    const size_t op = operator_at(before);
    if ((op < before.size() && !one.apart) || quotes.open_at(line, begin)) continue;
    before = before.substr(0, op);
    before = before.substr(0, before.find_last_not_of(" \t") + 1);
    const size_t newline = std::min(between.find_first_of("\r\n"), between.size());
    if (before.empty()) continue;
    one.continuation = {in.span_of_line(static_cast<uint32_t>(before.size()) - 1,
                                        static_cast<uint32_t>(before.size()))
                            .end,
                        joint.end + static_cast<uint32_t>(newline)};
    found.push_back(one);
  }
  return found;
}

// Where the first one begins in the source. Whatever is wrong from there on is wrong because of the
// continuation.
inline uint32_t swallowed_from(const Instruction& in) {
  if (in.pieces.size() < 2) return UINT32_MAX;
  const std::vector<Swallowed> first = swallowed(in, 1);
  return first.empty() ? UINT32_MAX : first[0].word.begin;
}

}  // namespace dflint
