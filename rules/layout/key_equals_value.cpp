// Reports the legacy form `ENV key value`.
#include <fmt/core.h>

#include "analysis/expand.h"
#include "analysis/keywords.h"
#include "analysis/unicode.h"
#include "analysis/words.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool has_blanks(std::string_view value) {
  while (!value.empty()) {
    const CodePoint c = decode(value);
    if (is_space(c.value)) return true;
    value.remove_prefix(c.size);
  }
  return false;
}

// The value as NAME=value needs it, where that is certain: the legacy form takes the rest of the
// line, blanks included, and drops quotes and escapes in it just as the other form does.
std::string as_value(std::string_view value, char escape) {
  if (!expand(value, {.escape = escape}).error.empty()) return {};
  if (!has_blanks(value)) return std::string(value);
  const bool special = value.find_first_of("\"'") != std::string_view::npos ||
                       value.find(escape) != std::string_view::npos;
  if (!special) return fmt::format("\"{}\"", value);
  const char quote = value.front();
  const std::string_view inner = value.substr(1, value.size() - 2);
  const bool whole = (quote == '"' || quote == '\'') && value.size() > 1 && value.back() == quote &&
                     inner.find(quote) == std::string_view::npos &&
                     inner.find(escape) == std::string_view::npos;
  return whole ? std::string(value) : std::string();
}

bool in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// "a B=2": whoever writes that means a second variable.
bool holds_pair(std::string_view value) {
  for (size_t equals = value.find('='); equals != std::string_view::npos;
       equals = value.find('=', equals + 1)) {
    size_t begin = equals;
    while (begin > 0 && in_name(value[begin - 1])) --begin;
    if (begin < equals && begin > 0 && is_separator(value[begin - 1])) return true;
  }
  return false;
}

// `ENV HOST a \\⏎ PORT 3000`: the first name on a continued line that is followed by a value;
// empty: none.
std::string_view name_below(std::string_view source) {
  for (size_t line = source.find('\n'); line != std::string_view::npos;
       line = source.find('\n', line + 1)) {
    size_t begin = line + 1;
    while (begin < source.size() && (source[begin] == ' ' || source[begin] == '\t')) ++begin;
    size_t end = begin;
    while (end < source.size() && in_name(source[end]) &&
           !(source[end] >= 'a' && source[end] <= 'z'))
      ++end;
    const std::string_view name = source.substr(begin, end - begin);
    if (name.size() < 2 || (name[0] >= '0' && name[0] <= '9') || end + 1 >= source.size()) continue;
    const char next = source[end + 1];
    const bool value = in_name(next) || next == '"' || next == '\'' || next == '/' || next == '$';
    if ((source[end] == ' ' || source[end] == '\t') && value) return name;
  }
  return {};
}

void report_legacy(const Instruction& in, const Statement& statement, const Pair& pair,
                   Report& report) {
  const std::string_view keyword = info(statement.keyword).name, name = in.value(pair.key);
  Finding& finding = report.add(
      pair.key, fmt::format("`{0} {1} …` is the old form of `{0} {1}=…`", keyword, name));
  if (holds_pair(in.value(pair.value))) {
    finding.message =
        fmt::format("all the rest of the instruction, `=` included, is the value of `{}`", name);
    finding.severity = Severity::warning;
    finding.notes.push_back({{&in, pair.value.span}, "the value"});
    return;
  }
  const std::string_view swallowed = name_below(in.source(pair.value.span));
  if (!swallowed.empty()) {
    finding.message =
        fmt::format("`{}` takes all that follows as its value: `{}` is not set", name, swallowed);
    finding.severity = Severity::warning;
    finding.notes.push_back({{&in, pair.value.span}, "the value"});
    return;
  }
  // A value over several lines keeps its layout only by hand.
  const Span rest{pair.key.span.end, pair.value.span.end};
  const std::string value = as_value(in.value(pair.value), in.dialect.escape);
  if (value.empty() || in.source(rest).find('\n') != std::string_view::npos) return;
  finding.fixes.push_back(replace({&in, rest}, "=" + value, fmt::format("Write `{}=…`", name)));
}

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  for (const Pair& pair : statement.pairs) {
    if (pair.legacy && pair.has_value) report_legacy(in, statement, pair, report);
  }
}

}  // namespace

Rule key_equals_value() {
  return {
      .name = "key-equals-value",
      .aliases = {"LegacyKeyValueFormat"},
      .category = Category::style,
      .severity = Severity::style,
      .summary = "Write ENV and LABEL as name=value",
      .why = R"(
The form with a blank takes one name only, and everything to the end of the line becomes its value:
`ENV A=1` sets A, but `ENV A B=1 C=2` sets A to `B=1 C=2`. The form with `=` says what it sets and
takes several. BuildKit calls the other one legacy.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ENV [|TZ|] Europe/Oslo
)",
              .good = R"(
FROM debian:12
ENV TZ=Europe/Oslo
)",
          },
          {
              .bad = R"(
FROM debian:12
LABEL [|description|]  a small tool
)",
              .good = R"(
FROM debian:12
LABEL description="a small tool"
)",
          },
          {
              .bad = R"(
FROM debian:12
ENV [|GREETING|] "hello world"
ENV [|PATH|] /opt/bin:$PATH
)",
              .good = R"(
FROM debian:12
ENV GREETING="hello world"
ENV PATH=/opt/bin:$PATH
)",
          },
          {
              .bad = R"(
FROM debian:12
ENV [|HOST|] localhost \
    PORT=8080
)",
              .good = R"(
FROM debian:12
ENV HOST=localhost \
    PORT=8080
)",
          },
          {
              .bad = R"(
FROM debian:12
ONBUILD env [|A|] 1
)",
              .good = R"(
FROM debian:12
ONBUILD env A=1
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
