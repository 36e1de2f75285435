// Quick fixes that no rule offers, for it would not know which one is meant.
#include <algorithm>
#include <optional>

#include <fmt/core.h>

#include "analysis/casing.h"
#include "analysis/directives.h"
#include "analysis/keywords.h"
#include "server/features/quick_fixes.h"

namespace dflint {
namespace {

Action action(std::string title, Edit edit) {
  return {.title = std::move(title), .edits = {std::move(edit)}};
}

void upper_case(const Spot& spot, size_t index, const Statement& statement, Actions& actions) {
  const Instruction& in = spot.in(index);
  const Word& word = statement.word;
  if (statement.keyword <= Keyword::unknown || word.decoded || !spot.touches(index, word.span))
    return;
  // Through a continuation the word has no single place.
  if (in.source(word.span) != in.value(word) || casing_of(in.value(word)) == Casing::upper) return;
  const std::string upper = with_casing(in.value(word), Casing::upper);
  actions.push_back(action(fmt::format("Write `{}`", upper), spot.edit(index, word.span, upper)));
  actions.back().kind = ActionKind::rewrite;
}

void directives(const Spot& spot, Actions& actions) {
  const std::string_view text = spot.document().text.bytes();
  const auto touched = [&](Span span) {
    return span.begin <= spot.range.end && spot.range.begin <= span.end;
  };
  for (const Directive& directive : read_directives(text).list) {
    const Span name = directive.name_span, value = directive.value_span;
    const std::string_view written = text.substr(name.begin, name.size());
    if (touched(name) && casing_of(written) != Casing::lower)
      actions.push_back(action(fmt::format("Write `{}`", to_lower(written)),
                               {{name.begin, name.end}, to_lower(written)}));
    if (directive.name != Directive::Name::escape || !touched(value)) continue;
    const std::string_view escape = text.substr(value.begin, value.size());
    if (escape == "\\" || escape == "`") continue;
    actions.push_back(action("Use a backslash", {{value.begin, value.end}, "\\"}));
    actions.push_back(action("Use a backtick", {{value.begin, value.end}, "`"}));
  }
}

bool is_known(std::string_view name, std::span<const FlagInfo> flags) {
  return std::any_of(flags.begin(), flags.end(),
                     [&](const FlagInfo& flag) { return flag.name == name; });
}

// Those that the statement does not have yet, or may have again.
void offer_flags(const Spot& spot, size_t index, Span place, const Statement& statement,
                 Actions& actions) {
  const auto stands = [&](std::string_view name) {
    return std::any_of(statement.flags.begin(), statement.flags.end(),
                       [&](const Flag& flag) { return spot.in(index).value(flag.name) == name; });
  };
  for (const FlagInfo& flag : info(statement.keyword).flags) {
    if (flag.kind != FlagKind::list && stands(flag.name)) continue;
    const std::string text = fmt::format("--{}", flag.name);
    actions.push_back(
        action(fmt::format("Replace `{}` by `{}`", spot.in(index).source(place), text),
               spot.edit(index, place, text)));
  }
}

// The `--` that ends the flags: who types one may be about to write a name behind it.
Span end_of_flags(const Instruction& in, const Statement& statement) {
  const uint32_t begin =
      statement.flags.empty() ? statement.word.span.end : statement.flags.back().text.span.end;
  if (begin >= statement.rest.begin) return {};
  const size_t dashes = in.source({begin, statement.rest.begin}).find("--");
  if (dashes == std::string_view::npos) return {};
  const uint32_t at = begin + static_cast<uint32_t>(dashes);
  return {at, at + 2};
}

void flags(const Spot& spot, size_t index, const Statement& statement, Actions& actions) {
  const Instruction& in = spot.in(index);
  if (statement.keyword <= Keyword::unknown) return;
  const KeywordInfo& known = info(statement.keyword);
  if (!known.checks_flags) return;
  for (const Flag& flag : statement.flags) {
    const std::string_view name = in.value(flag.name);
    if (is_known(name, known.flags) || flag.text.decoded || !spot.touches(index, flag.text.span))
      continue;
    const Span place{flag.text.span.begin, flag.text.span.begin + 2 + flag.name.span.size()};
    if (in.source(place) != fmt::format("--{}", name)) continue;
    offer_flags(spot, index, place, statement, actions);
  }
  const Span end = end_of_flags(in, statement);
  if (!end.empty() && spot.touches(index, end)) offer_flags(spot, index, end, statement, actions);
}

// Bytes [begin, end) of the line that are too many; both 0: none are.
std::pair<uint32_t, uint32_t> surplus(const Instruction& in, const Statement& statement) {
  const std::vector<Word>& args = statement.args;
  if (args.empty() || args[0].decoded) return {};
  const auto words_from = [&](size_t first) -> std::pair<uint32_t, uint32_t> {
    if (args.size() <= first) return {};
    return {args[first].begin, args.back().end};
  };
  switch (statement.keyword) {
    case Keyword::stopsignal: {
      const std::string_view value = in.value(args[0]);
      const size_t blank = value.find_first_of(" \t");
      const size_t next = value.find_first_not_of(" \t", blank);
      if (next == std::string_view::npos) return {};
      return {args[0].begin + static_cast<uint32_t>(next), args[0].end};
    }
    case Keyword::from:
      return words_from(args.size() > 1 && to_lower(in.value(args[1])) == "as" ? 3 : 1);
    case Keyword::healthcheck:
      return to_lower(in.value(args[0])) == "none" ? words_from(1) : words_from(args.size());
    default:
      return {};
  }
}

void extra_arguments(const Spot& spot, size_t index, const Statement& statement, Actions& actions) {
  const Instruction& in = spot.in(index);
  const auto [begin, end] = surplus(in, statement);
  if (begin >= end) return;
  const Span span = in.span_of_line(begin, end);
  if (!spot.touches(index, span)) return;
  actions.push_back(action("Remove what follows", spot.edit(index, span, "")));
}

// Blank lines as an editor counts them: it takes a lone carriage return, which is white space for
// the builder, for the end of a line.
class EditorLines {
 public:
  explicit EditorLines(std::string_view text) : text_(text) {}

  uint32_t begin(uint32_t at) const {
    if (at > 0 && at < text_.size() && text_[at] == '\n' && text_[at - 1] == '\r') --at;
    while (at > 0 && !ends_line(at - 1)) --at;
    return at;
  }
  // Behind the line's end.
  uint32_t next(uint32_t at) const {
    while (at < text_.size() && !ends_line(at)) ++at;
    if (at < text_.size()) ++at;
    return at;
  }
  // Without blanks and line end.
  std::string_view content(uint32_t begin) const {
    const std::string_view line = text_.substr(begin, next(begin) - begin);
    const size_t first = line.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return line.substr(first, line.find_last_not_of(" \t\r\n") - first + 1);
  }

 private:
  bool ends_line(uint32_t at) const {
    return text_[at] == '\n' ||
           (text_[at] == '\r' && (at + 1 == text_.size() || text_[at + 1] != '\n'));
  }

  std::string_view text_;
};

// The blank lines at the spot, where what stands before them is a line that goes on.
void blank_lines(const Spot& spot, size_t index, Actions& actions) {
  const Document& document = spot.document();
  const std::string_view text = document.text.bytes();
  const EditorLines lines(text);
  for (const Heredoc& heredoc : spot.in(index).heredocs) {
    if (spot.touches(index, heredoc.body)) return;
  }
  uint32_t begin = lines.begin(spot.range.begin);
  if (!lines.content(begin).empty()) begin = lines.next(begin);
  if (begin > spot.range.end || !lines.content(begin).empty()) return;
  const auto blank_before = [&] {
    return begin > 0 && lines.content(lines.begin(begin - 1)).empty();
  };
  while (blank_before()) begin = lines.begin(begin - 1);
  if (begin == 0) return;
  const std::string_view above = lines.content(lines.begin(begin - 1));
  const char escape = spot.in(index).dialect.escape;
  if (above.starts_with('#') || !above.ends_with(escape)) return;
  uint32_t end = begin;
  while (end < text.size() && lines.content(end).empty()) end = lines.next(end);
  if (begin == end) return;
  actions.push_back(action("Remove the blank lines here", {{begin, end}, ""}));
}

}  // namespace

void append_alternatives(const Spot& spot, Actions& actions) {
  const Document& document = spot.document();
  if (spot.first == 0) directives(spot, actions);
  for (size_t i = spot.first; i <= spot.last; ++i) {
    const Statement& outer = document.instructions[i]->statement;
    const Statement* inner = outer.trigger.get();
    for (const Statement* statement : {&outer, inner}) {
      if (!statement || statement->keyword == Keyword::none) continue;
      upper_case(spot, i, *statement, actions);
      flags(spot, i, *statement, actions);
      extra_arguments(spot, i, *statement, actions);
    }
  }
  blank_lines(spot, spot.first, actions);
}

}  // namespace dflint
