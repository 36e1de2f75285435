// Reports comments that hide the rest of a script from the shell.
#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// Where the comment's own line ends, without the continuation character; 0 where nothing but blanks
// follows on later lines.
uint32_t end_of_line(const Instruction& in, Span comment) {
  const size_t newline = in.source(comment).find('\n');
  if (newline == std::string_view::npos) return 0;
  const uint32_t line_end = comment.begin + static_cast<uint32_t>(newline);
  const auto after =
      std::lower_bound(in.pieces.begin(), in.pieces.end(), line_end,
                       [](const Piece& piece, uint32_t offset) { return piece.source < offset; });
  if (after == in.pieces.end()) return 0;
  const std::string_view rest = in.line().substr(after->line);
  if (rest.find_first_not_of(" \t\r") == std::string_view::npos) return 0;
  const std::string_view text = in.source({comment.begin, line_end});
  const size_t last = text.find_last_not_of(" \t\r");
  return last == std::string_view::npos || text[last] != in.dialect.escape
             ? 0
             : comment.begin + static_cast<uint32_t>(last);
}

void check_script(const Script& script, Report& report) {
  if (script.kind != ShellKind::posix || script.comments.empty()) return;
  const Instruction& in = *script.in;
  for (const Span& comment : script.comments) {
    const uint32_t end = end_of_line(in, comment);
    if (end == 0) continue;
    uint32_t stop = end;
    while (in.text[stop - 1] == ' ' || in.text[stop - 1] == '\t') --stop;
    uint32_t line = comment.begin;
    while (line > 0 && in.text[line - 1] != '\n') --line;
    uint32_t word = line;
    while (in.text[word] == ' ' || in.text[word] == '\t') ++word;
    Finding& finding = report.add(Place{&in, {comment.begin, stop}},
                                  "this comment hides the lines below from the shell");
    Fix fix{"Move the comment to a line of its own", Safety::unsafe, {}};
    fix.replacements.push_back(
        {{&in, {line, line}},
         fmt::format("{}{}\n", in.source({line, word}), in.source({comment.begin, stop}))});
    fix.replacements.push_back({{&in, {comment.begin, end}}, ""});
    finding.fixes.push_back(std::move(fix));
  }
}

void check(const Plan& plan, const Document&, Report& report) {
  for (const Step& step : plan.steps) {
    if (step.script) check_script(*step.script, report);
  }
}

}  // namespace

Rule comment_swallows_script() {
  return {
      .name = "comment-swallows-script",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Keep comments in continued scripts on lines of their own",
      .why = R"(
Lines joined by `\` are one line to the shell, so a `#` in it makes everything up to the end of the
instruction a comment, the lines below included: those commands never run, and nobody is told. A line
that begins with `#` is harmless, because the builder takes it out before.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN apt-get update && \
    apt-get install -y curl [|# for the health check|] \
    && rm -rf /var/lib/apt/lists/*
)",
              .good = R"(
FROM debian:12
RUN apt-get update && \
    # for the health check
    apt-get install -y curl \
    && rm -rf /var/lib/apt/lists/*
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
