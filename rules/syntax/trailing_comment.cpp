// Reports comments at the end of a line, which are arguments.
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"
#include "rules/swallowed.h"

namespace dflint {
namespace {

// Where a comment begins behind blanks outside quotes; npos where none does.
size_t comment_in(std::string_view text, char escape) {
  char quote = '\0';
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == escape && quote != '\'') {
      ++i;
    } else if (quote == '\0' ? c == '"' || c == '\'' : c == quote) {
      quote = quote == '\0' ? c : '\0';
    } else if (c == '#' && quote == '\0' && i > 0 && (text[i - 1] == ' ' || text[i - 1] == '\t')) {
      return i;
    }
  }
  return std::string_view::npos;
}

// The byte of the line where the comment begins; none where there is no comment.
uint32_t comment_begin(const Instruction& in, const Statement& statement) {
  switch (statement.keyword) {
    case Keyword::add:
    case Keyword::copy:
    case Keyword::volume:
      for (size_t i = 1; i < statement.args.size() && !statement.exec_form; ++i) {
        if (in.value(statement.args[i]).starts_with('#')) return statement.args[i].begin;
      }
      return none;
    case Keyword::user:
    case Keyword::workdir: {
      if (statement.args.empty()) return none;
      const size_t at = comment_in(in.value(statement.args[0]), in.dialect.escape);
      return at == std::string_view::npos ? none
                                          : statement.args[0].begin + static_cast<uint32_t>(at);
    }
    case Keyword::arg:
    case Keyword::env:
    case Keyword::label:
      break;
    default:
      return none;
  }
  for (size_t i = 0; i < statement.pairs.size(); ++i) {
    const Pair& pair = statement.pairs[i];
    if (i > 0 && in.value(pair.key).starts_with('#')) return pair.key.begin;
    if (!pair.legacy) continue;
    const std::string_view value = in.value(pair.value);
    const size_t at = comment_in(value, in.dialect.escape);
    // A value may well hold `#`; `# ` is mostly a comment.
    if (at != std::string_view::npos && value.substr(at + 1, 1) == " ")
      return pair.value.begin + static_cast<uint32_t>(at);
  }
  return none;
}

std::string_view consequence(Keyword keyword) {
  switch (keyword) {
    case Keyword::add:
    case Keyword::copy:
      return "its words are files to copy";
    case Keyword::volume:
      return "its words are volumes";
    case Keyword::arg:
      return "its words are variables";
    case Keyword::user:
      return "it is a part of the name";
    case Keyword::workdir:
      return "it is a part of the path";
    default:
      return "it is a part of the value";
  }
}

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  const uint32_t at = comment_begin(in, statement);
  if (at == none) return;
  const Span comment = in.span_of_line(at, in.line_size);
  const std::string_view text = in.source(comment);
  if (comment.begin >= swallowed_from(in)) return;
  // The parser has said so already.
  for (const Problem& problem : in.problems) {
    if (problem.span.begin >= comment.begin) return;
  }
  Finding& finding = report.add(comment, fmt::format("this is no comment to the builder: {}",
                                                     consequence(statement.keyword)));
  if (text.find('\n') != std::string_view::npos) return;
  uint32_t begin = comment.begin;
  while (in.text[begin - 1] == ' ' || in.text[begin - 1] == '\t') --begin;
  uint32_t line = in.body.begin;
  while (line > 0 && in.text[line - 1] != '\n') --line;
  Fix fix{"Move the comment to a line of its own", Safety::unsafe, {}};
  fix.replacements.push_back({{&in, {line, line}}, fmt::format("{}\n", text)});
  fix.replacements.push_back({{&in, {begin, comment.end}}, ""});
  finding.fixes.push_back(std::move(fix));
}

}  // namespace

Rule trailing_comment() {
  return {
      .name = "trailing-comment",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Put comments on a line of their own",
      .why = R"(
Only a line that begins with `#` is a comment. Behind an instruction, `#` and what follows are arguments:
WORKDIR makes a directory called `app # sources`, COPY looks for files named `#` and `sources`, ARG
declares a variable for each word. RUN, CMD and ENTRYPOINT in shell form are an exception, since there
the shell drops the comment.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
WORKDIR /app [|# sources|]
)",
              .good = R"(
FROM debian:12
# sources
WORKDIR /app
)",
          },
          {
              .bad = R"(
FROM debian:12
COPY go.mod go.sum ./ [|# for the cache|]
)",
              .good = R"(
FROM debian:12
# for the cache
COPY go.mod go.sum ./
)",
          },
          {
              .bad = R"(
FROM debian:12
ARG VERSION=1.2 [|# of the tool|]
)",
              .good = R"(
FROM debian:12
# of the tool
ARG VERSION=1.2
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
