// Reports flags that the builder never reads.
#include "analysis/keywords.h"
#include "analysis/unicode.h"
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.statement;
  if (statement.flags.empty()) return;
  const bool off = statement.keyword == Keyword::healthcheck && !statement.args.empty() &&
                   equal_ignoring_case(in.value(statement.args[0]), "none");
  if (!off && statement.keyword != Keyword::arg && statement.keyword != Keyword::stopsignal) return;
  for (const Flag& flag : statement.flags) {
    Finding& finding = report.add(
        flag.text,
        fmt::format("{} reads no flags, so this one does nothing", info(statement.keyword).name));
    uint32_t end = flag.text.span.end;
    while (end < in.text.size() && (in.text[end] == ' ' || in.text[end] == '\t')) ++end;
    finding.fixes.push_back(replace({&in, {flag.text.span.begin, end}}, {}, "Remove the flag"));
  }
}

}  // namespace

Rule ignored_flag() {
  return {
      .name = "ignored-flag",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Give no flags to ARG, STOPSIGNAL and HEALTHCHECK NONE",
      .why = R"(
BuildKit drops the flags of ARG, STOPSIGNAL and HEALTHCHECK NONE without looking at them, misspelt ones
too. They do nothing.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ARG [|--required|] TOKEN_FILE
)",
              .good = R"(
FROM debian:12
ARG TOKEN_FILE
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
