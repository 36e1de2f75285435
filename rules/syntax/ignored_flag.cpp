// Reports flags that the builder drops without reading them.
#include <fmt/core.h>

#include "analysis/unicode.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool drops_flags(const Instruction& in, const Statement& statement) {
  if (statement.keyword == Keyword::arg || statement.keyword == Keyword::stopsignal) return true;
  return statement.keyword == Keyword::healthcheck && !statement.args.empty() &&
         equal_ignoring_case(in.value(statement.args[0]), "none");
}

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  if (statement.flags.empty() || !drops_flags(in, statement)) return;
  for (size_t i = 0; i < statement.flags.size(); ++i) {
    const Flag& flag = statement.flags[i];
    const Span span = flag.text.span;
    const uint32_t next = i + 1 < statement.flags.size() ? statement.flags[i + 1].text.span.begin
                                                         : statement.rest.begin;
    report.add(span, fmt::format("the builder ignores `{}` here", in.source(span).substr(0, 60)))
        .fixes.push_back(replace({&in, {span.begin, next}}, "", "Remove the flag"));
  }
}

}  // namespace

Rule ignored_flag() {
  return {
      .name = "ignored-flag",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Remove flags that the builder does not read",
      .why = R"(
ARG, STOPSIGNAL and HEALTHCHECK NONE have no flags. BuildKit refuses unknown flags everywhere else, but
drops them here without a word, whatever their names are.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
HEALTHCHECK [|--interval=30s|] NONE
)",
              .good = R"(
FROM debian:12
HEALTHCHECK NONE
)",
          },
          {
              .bad = R"(
FROM debian:12
ARG [|--global|] VERSION=1.2
)",
              .good = R"(
FROM debian:12
ARG VERSION=1.2
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
