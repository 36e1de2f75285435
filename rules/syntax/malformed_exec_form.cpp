// Reports text that looks like an array but is none to the builder.
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "analysis/exec_repair.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/swallowed.h"

namespace dflint {
namespace {

// The arguments that could be an array, as bytes of the line.
Span arguments(const Statement& statement) {
  const size_t first = statement.keyword == Keyword::healthcheck ? 1 : 0;
  if (statement.exec_form || statement.args.size() <= first || statement.args[first].decoded)
    return {};
  return {statement.args[first].begin, statement.args.back().end};
}

bool is_command(Keyword keyword) {
  return keyword == Keyword::run || keyword == Keyword::cmd || keyword == Keyword::entrypoint ||
         keyword == Keyword::healthcheck;
}

bool is_list(Keyword keyword) {
  return keyword == Keyword::add || keyword == Keyword::copy || keyword == Keyword::volume;
}

std::string_view cause(ExecFault fault) {
  switch (fault) {
    case ExecFault::single_quotes:
      return "single quotes make this no JSON array";
    case ExecFault::curly_quotes:
      return "typographic quotes make this no JSON array";
    case ExecFault::trailing_comma:
      return "the comma at the end makes this no JSON array";
    case ExecFault::missing_comma:
      return "without a comma here this is no JSON array";
    case ExecFault::bare_word:
      return "without double quotes this is no JSON array";
    case ExecFault::bad_escape:
      return "a backslash must be doubled in a JSON array";
    case ExecFault::unclosed:
      return "without the closing `]` this is no JSON array";
    case ExecFault::text_after:
      return "text after the array makes it no array";
    case ExecFault::comment_after:
      return "a comment after the array makes it no array";
  }
  return "";
}

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  const Keyword keyword = statement.keyword;
  if (!is_command(keyword) && !is_list(keyword)) return;
  const Span all = arguments(statement);
  const std::string_view line = in.line();
  if (all.empty() || line[all.begin] != '[') return;
  const auto repair = repair_exec_form(line.substr(all.begin, all.size()));
  if (!repair) return;
  // [ 'a' ] is the command `[` as well.
  const bool script = keyword == Keyword::run || keyword == Keyword::healthcheck;
  if (script && repair->blank_inside && repair->commas == 0) return;
  const Span place = in.span_of_line(all.begin + repair->begin, all.begin + repair->end);
  if (place.begin >= swallowed_from(in)) return;

  Finding& finding = report.add(place, fmt::format("{}, so {}", cause(repair->fault),
                                                   is_command(keyword) ? "the shell gets it as text"
                                                                       : "it is split at blanks"));
  if (repair->edits.empty()) return;
  Fix fix{"Make it a JSON array", Safety::unsafe, {}};
  for (const ExecEdit& edit : repair->edits) {
    fix.replacements.push_back(
        {{&in, in.span_of_line(all.begin + edit.begin, all.begin + edit.end)}, edit.text});
  }
  finding.fixes.push_back(std::move(fix));
}

}  // namespace

Rule malformed_exec_form() {
  return {
      .name = "malformed-exec-form",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Write arrays of arguments as valid JSON",
      .why = R"(
The exec form must be JSON to the letter: double quotes, a comma between strings and none behind the
last one, backslashes doubled, nothing after the `]`. Whatever else begins with `[` is taken for shell
form without a word, and the container tries to run a command called `['nginx',`. COPY, ADD and VOLUME
split such text at blanks and use `["/data"` and the like as paths.
)",
      .covers = {"exec-form-command"},
      .examples = {{
          {
              .bad = R"(
FROM nginx:1.27
CMD [[|'nginx'|], '-g', 'daemon off;']
)",
              .good = R"(
FROM nginx:1.27
CMD ["nginx", "-g", "daemon off;"]
)",
          },
          {
              .bad = R"(
FROM node:22
CMD ["node", "server.js"[|,|]]
)",
              .good = R"(
FROM node:22
CMD ["node", "server.js"]
)",
          },
          {
              .bad = R"(
FROM node:22
ENTRYPOINT ["node"[| |]"server.js"]
)",
              .good = R"(
FROM node:22
ENTRYPOINT ["node", "server.js"]
)",
          },
          {
              .bad = R"(
FROM node:22
ENTRYPOINT [[|node|], server.js]
)",
              .good = R"(
FROM node:22
ENTRYPOINT ["node", "server.js"]
)",
          },
          {
              .bad = R"(
FROM debian:12
VOLUME ["/data"] [|# state|]
)",
              .good = R"(
FROM debian:12
VOLUME ["/data"]
)",
          },
          {
              .bad = R"(
FROM debian:12
CMD ["app"] [|--verbose|]
)",
              .good = R"(
FROM debian:12
CMD ["app", "--verbose"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
