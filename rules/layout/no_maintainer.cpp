// Reports MAINTAINER.
#include <fmt/core.h>

#include "analysis/casing.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// MAINTAINER takes the rest of the line as it is. Quotes around all of it are hardly part of the
// name, though.
std::string_view without_quotes(std::string_view name) {
  if (name.size() < 2 || name.front() != name.back()) return name;
  const std::string_view inner = name.substr(1, name.size() - 2);
  const bool quoted = (name.front() == '"' || name.front() == '\'') &&
                      inner.find(name.front()) == std::string_view::npos;
  return quoted ? inner : name;
}

// In double quotes, where LABEL reads variables and escapes.
std::string quoted(std::string_view text, char escape) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '$' || c == escape) out += escape;
    out += c;
  }
  return out + '"';
}

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.statement;
  if (statement.keyword != Keyword::maintainer || statement.recovered) return;
  Finding& finding = report.add(statement.word, "MAINTAINER is deprecated");
  if (statement.args.empty() || !in.inner_comments.empty()) return;
  const std::string label = with_casing("LABEL", casing_of(in.value(statement.word)));
  const std::string_view name = without_quotes(in.value(statement.args[0]));
  const Place all{&in, {statement.word.span.begin, statement.args[0].span.end}};
  finding.fixes.push_back(replace(
      all,
      fmt::format("{} org.opencontainers.image.authors={}", label, quoted(name, in.dialect.escape)),
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
          {
              .bad = R"(
from debian:12
[|maintainer|] "Jane Doe"
)",
              .good = R"(
from debian:12
label org.opencontainers.image.authors="Jane Doe"
)",
          },
          {
              .bad = R"(
FROM debian:12
[|MAINTAINER|] Jane "$JD" Doe
)",
              .good = R"(
FROM debian:12
LABEL org.opencontainers.image.authors="Jane \"\$JD\" Doe"
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
