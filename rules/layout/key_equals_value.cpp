// Reports the legacy form `ENV key value`.
#include <fmt/core.h>

#include "analysis/keywords.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// The value as NAME=value needs it, where that is certain: the legacy form takes the rest of the
// line, blanks included, and drops quotes and escapes in it just as the other form does.
std::string as_value(std::string_view value, char escape) {
  const bool blanks = value.find_first_of(" \t") != std::string_view::npos;
  if (!blanks) return std::string(value);
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

void check(const Instruction& in, Report& report) {
  for (const Pair& pair : in.statement.pairs) {
    if (!pair.legacy || !pair.has_value) continue;
    const std::string_view keyword = info(in.statement.keyword).name;
    Finding& finding =
        report.add(Span{pair.key.span.begin, pair.value.span.end},
                   fmt::format("`{} name value` is the old form; write name=value", keyword));
    // A value over several lines keeps its layout only by hand.
    const Span rest{pair.key.span.end, pair.value.span.end};
    const std::string value = as_value(in.value(pair.value), in.dialect.escape);
    if (value.empty() || in.source(rest).find('\n') != std::string_view::npos) continue;
    finding.fixes.push_back(replace({&in, rest}, "=" + value, "Write name=value"));
  }
}

}  // namespace

Rule key_equals_value() {
  return {
      .name = "key-equals-value",
      .aliases = {"LegacyKeyValueFormat"},
      .category = Category::style,
      .severity = Severity::info,
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
ENV [|TZ Europe/Oslo|]
)",
              .good = R"(
FROM debian:12
ENV TZ=Europe/Oslo
)",
          },
          {
              .bad = R"(
FROM debian:12
LABEL [|description  a small tool|]
)",
              .good = R"(
FROM debian:12
LABEL description="a small tool"
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
