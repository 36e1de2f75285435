// The markers of here-documents: <<EOF, <<-"EOF", 3<<EOF.
#include "analysis/heredoc.h"

#include <algorithm>

#include "analysis/expand.h"

namespace dflint {
namespace {

constexpr LexOptions raw{
    .raw_quotes = true, .raw_escapes = true, .keep_unset = true, .split = true};
constexpr LexOptions unquoted{.keep_unset = true, .split = true};
constexpr LexOptions with_quotes{.raw_quotes = true, .keep_unset = true, .split = true};

// RE2's \s.
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }

}  // namespace

// digits << [-] blanks name, where the name holds no '<' and is one word for the lexer.
std::optional<HeredocMarker> read_heredoc(std::string_view word) {
  HeredocMarker marker;
  size_t at = 0;
  for (; at < word.size() && word[at] >= '0' && word[at] <= '9'; ++at) {
    marker.fd =
        marker.fd > 100000000 ? marker.fd : marker.fd * 10 + static_cast<uint32_t>(word[at] - '0');
  }
  if (word.substr(at, 2) != "<<") return std::nullopt;
  at += 2;
  if (at < word.size() && word[at] == '-') ++at, marker.chomp = true;
  while (at < word.size() && is_blank(word[at])) ++at;
  const std::string_view name = word.substr(at);
  if (name.empty() || name.find('<') != std::string_view::npos) return std::nullopt;

  const ExpandedText plain = expand(name, unquoted);
  if (!plain.error.empty() || plain.words.size() != 1) return std::nullopt;
  const ExpandedText quoted = expand(name, with_quotes);
  if (!quoted.error.empty() || quoted.words.size() != 1) return std::nullopt;
  marker.name = plain.words[0].text;
  marker.expand = marker.name == quoted.words[0].text;
  marker.begin = 0;
  marker.name_begin = static_cast<uint32_t>(at);
  marker.end = marker.name_end = static_cast<uint32_t>(word.size());
  return marker;
}

HeredocMarkers find_heredocs(std::string_view line) {
  HeredocMarkers found;
  const ExpandedText lexed = expand(line, raw);
  if (!lexed.error.empty()) {
    found.gave_up = true;
    found.error = lexed.error;
    found.error_begin = lexed.error_begin;
    found.error_end = lexed.error_end;
    return found;
  }
  for (const ExpandedWord& word : lexed.words) {
    if (word.text.find("<<") == std::string::npos) continue;
    auto marker = read_heredoc(word.text);
    if (!marker) continue;
    const bool exact = word.end - word.begin == word.text.size();
    marker->name_begin = exact ? word.begin + marker->name_begin : word.begin;
    marker->name_end = word.end;
    marker->begin = word.begin;
    marker->end = word.end;
    found.markers.push_back(std::move(*marker));
  }
  return found;
}

}  // namespace dflint
