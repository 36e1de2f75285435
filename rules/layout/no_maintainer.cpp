// Reports MAINTAINER.
#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.statement;
  if (statement.keyword != Keyword::maintainer) return;
  Finding& finding = report.add(statement.word, "MAINTAINER is deprecated");
  if (statement.args.empty() || statement.recovered) return;
  const std::string_view name = in.value(statement.args[0]);
  // Quotes, variables and escapes mean something in LABEL, and nothing here.
  if (name.find_first_of("\"'$\\`") != std::string_view::npos) return;
  const Place all{&in, {statement.word.span.begin, statement.args[0].span.end}};
  finding.fixes.push_back(
      replace(all, fmt::format("LABEL org.opencontainers.image.authors=\"{}\"", name),
              "Use a label", Safety::unsafe));
}

}  // namespace

Rule no_maintainer() {
  return {
      .name = "no-maintainer",
      .aliases = {"MaintainerDeprecated", "DL4000"},
      .category = Category::style,
      .severity = Severity::warning,
      .summary = "Use a label in place of MAINTAINER",
      .why = R"(
MAINTAINER has been deprecated since 2017. A label does the same, can be queried with
`docker inspect`, and has a name that other tools know: `org.opencontainers.image.authors`.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
[|MAINTAINER|] Jane Doe <jane@example.com>
)",
              .good = R"(
FROM debian:12
LABEL org.opencontainers.image.authors="Jane Doe <jane@example.com>"
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
