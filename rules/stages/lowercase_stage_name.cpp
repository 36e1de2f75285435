// Asks for lower-case stage names.
#include <fmt/core.h>

#include "analysis/unicode.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  const Statement& from = in.statement;
  if (from.keyword != Keyword::from || from.args.size() != 3) return;
  const std::string_view name = in.value(from.args[2]);
  const std::string lower = to_lower(name);
  if (name == lower) return;
  Finding& finding =
      report.add(from.args[2], fmt::format("stage name `{}` is not lower case", name));
  finding.fixes.push_back(replace(finding.place, lower, fmt::format("Write `{}`", lower)));
}

}  // namespace

Rule lowercase_stage_name() {
  return {
      .name = "lowercase-stage-name",
      .aliases = {"StageNameCasing"},
      .category = Category::style,
      .severity = Severity::style,
      .summary = "Write stage names in lower case",
      .why = R"(
BuildKit keeps stage names in lower case. `COPY --from=Build` finds stage `Build` all the same, but
`FROM Build` does not: there the name is compared as it stands, is taken for an image and refused.
Lower-case names work everywhere.
)",
      .examples = {{
          {
              .bad = R"(
FROM golang:1.22 AS [|Builder|]
RUN go build -o /app .
FROM scratch
COPY --from=Builder /app /app
)",
              .good = R"(
FROM golang:1.22 AS builder
RUN go build -o /app .
FROM scratch
COPY --from=Builder /app /app
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
