// Reports lines whose first word is no instruction.
#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/core.h>

#include "rules/hidden.h"
#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// A line that ends in a continuation character and a comment does not go on.
std::optional<Span> comment_behind_continuation(const Instruction& in) {
  const std::string_view body = in.source(in.body);
  const size_t line = body.rfind('\n') + 1;
  const size_t hash = body.find('#', line);
  if (hash == std::string_view::npos) return std::nullopt;
  size_t end = hash;
  while (end > line && (body[end - 1] == ' ' || body[end - 1] == '\t')) --end;
  if (end == hash || end == line || body[end - 1] != in.dialect.escape) return std::nullopt;
  return Span{in.body.begin + static_cast<uint32_t>(end), in.body.end};
}

bool is_operator(std::string_view word) {
  return word == "&&" || word == "||" || word == "|" || word == ";";
}

// Offers to make the line a part of the instruction before it, which stands right above.
void join(const Instruction& before, const Instruction& in, Finding& finding) {
  const Keyword keyword = before.statement.keyword;
  const bool close = in.body.begin < in.text.size() && in.comments.empty() &&
                     in.text.find('\n') >= in.body.begin && before.heredocs.empty();
  if (!close || keyword == Keyword::none || keyword == Keyword::unknown) return;
  if (const auto comment = comment_behind_continuation(before)) {
    finding.message = fmt::format(
        "`{}` is no instruction; the line before does not go on, because a comment follows its "
        "`{}`",
        in.value(in.statement.word).substr(0, 60), in.dialect.escape);
    finding.notes.push_back({{&before, *comment}, "nothing may follow the continuation character"});
    finding.fixes.clear();
    finding.fixes.push_back(
        replace({&before, *comment}, "", "Remove the comment before this line"));
  } else if (keyword == Keyword::run && finding.fixes.empty() &&
             is_operator(in.value(in.statement.word))) {
    const Span end{before.body.end, before.body.end};
    finding.fixes.push_back(
        replace({&before, end}, fmt::format(" {}", in.dialect.escape), "Continue the line before"));
  }
}

// How many instructions from `index` on are the body of a here-document that hidden-heredoc
// reports; the first one stays where that finding stands further up.
size_t hidden_body(const Document& document, size_t index) {
  const auto heredoc = hidden_heredoc(document, index);
  if (!heredoc) return 0;
  const Instruction& in = *document.instructions[index];
  const Span marker = in.span_of_line(heredoc->begin, heredoc->end);
  const std::string_view rest = in.source({marker.end, in.body.end});
  return rest.find('\n') == std::string_view::npos ? heredoc->body_end - index - 1 : 0;
}

void check(const Plan&, const Document& document, Report& report) {
  const auto& all = document.instructions;
  if (std::all_of(all.begin(), all.end(), [](const auto& in) { return in->problems.empty(); }))
    return;
  size_t hidden = 0;
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    if (hidden > 0) {
      --hidden;
      continue;
    }
    hidden = hidden_body(document, i);
    for (const Problem& problem : in.problems) {
      if (problem.kind != ProblemKind::unknown_instruction) continue;
      Finding& finding = report_problem(in, problem, report);
      if (i > 0 && !problem.in_trigger && in.statement.keyword == Keyword::unknown) {
        join(*document.instructions[i - 1], in, finding);
      }
    }
  }
}

}  // namespace

Rule unknown_instruction() {
  return {
      .name = "unknown-instruction",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Begin each line with an instruction",
      .why = R"(
BuildKit refuses a file at the first word that is no instruction. Where it is not misspelt, the line
mostly belongs to the one above, which lost the `\` at its end: nothing, not even a comment, may follow
that character. Dashes and prompts come along when a Dockerfile is copied from a page or a diff.

A single stray character or an upper-case word with one slip is corrected by a safe fix: a file that
does not parse cannot be built, so nothing changes that has worked before.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
[|RNU|] apt-get update
)",
              .good = R"(
FROM debian:12
RUN apt-get update
)",
          },
          {
              .bad = R"(
[|- |]FROM debian:12
[|- |]RUN apt-get update
)",
              .good = R"(
FROM debian:12
RUN apt-get update
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN apt-get update
    [|&&|] apt-get install -y curl
)",
              .good = R"(
FROM debian:12
RUN apt-get update \
    && apt-get install -y curl
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN apt-get install -y \ # tools
    [|curl|]
)",
              .good = R"(
FROM debian:12
RUN apt-get install -y \
    curl
)",
          },
          {
              .bad = R"(
FROM debian:12
[|rm|] -rf /var/lib/apt/lists/*
)",
              .good = R"(
FROM debian:12
RUN rm -rf /var/lib/apt/lists/*
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
