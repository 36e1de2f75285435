// Reports comments above ARG and FROM that are no description in BuildKit's form.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/trim.h"
#include "analysis/unicode.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// The last comment above the instruction; an empty one ends what stands before it. In BuildKit an
// indented comment keeps its '#', so that it never is a description.
std::string_view last_comment(const Instruction& in) {
  if (in.comments.empty()) return {};
  const Span last = in.comments.back();
  const std::string_view text = trimmed(in.source(last).substr(1));
  const bool indented = last.begin > 0 && in.text[last.begin - 1] != '\n';
  return indented ? in.source(last) : text;
}

bool describes(std::string_view comment, std::string_view name) {
  return comment.substr(0, comment.find(' ')) == name;
}

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.statement;
  const bool from = statement.keyword == Keyword::from && statement.args.size() == 3;
  if (!from && statement.keyword != Keyword::arg) return;
  const std::string_view comment = last_comment(in);
  if (comment.empty()) return;
  std::string wanted;
  if (from) {
    wanted = to_lower(in.value(statement.args[2]));
    if (describes(comment, wanted)) return;
  }
  for (const Pair& pair : statement.pairs) {
    if (wanted.empty()) wanted = in.value(pair.key);
    if (describes(comment, in.value(pair.key))) return;
  }
  if (wanted.empty()) return;
  const Word& name = from ? statement.args[2] : statement.pairs[0].key;
  Finding& finding =
      report.add(name, fmt::format("the description above does not begin with `{} `", wanted));
  finding.notes.push_back({{&in, in.comments.back()}, "this comment"});
}

}  // namespace

Rule definition_description() {
  return {
      .name = "definition-description",
      .aliases = {"InvalidDefinitionDescription"},
      .category = Category::style,
      .severity = Severity::warning,
      .summary = "Begin the description of an ARG or a stage with its name",
      .why = R"(
`docker build --call=outline` shows the comment above an ARG or a named stage as its description if
it begins with the name. BuildKit's check is experimental and off until `# check=experimental=…` asks
for it; an empty comment line between separates other remarks.
)",
      .examples = {{
          {
              .bad = R"(
# check=experimental=InvalidDefinitionDescription
FROM debian:12
# port to listen on
ARG [|PORT|]=80
)",
              .good = R"(
# check=experimental=InvalidDefinitionDescription
FROM debian:12
# PORT to listen on
ARG PORT=80
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
