// Reports here-documents that the builder does not see.
#include <string>

#include <fmt/core.h>

#include "rules/hidden.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/swallowed.h"

namespace dflint {
namespace {

// Why the builder sees none.
std::string reason(const Instruction& in, const HiddenHeredoc& heredoc) {
  const Statement& statement = in.effective();
  const std::string_view line = in.line();
  const std::string marker(line.substr(heredoc.begin, heredoc.end - heredoc.begin));
  if (!in.heredoc_error.message.empty()) {
    return fmt::format("the builder does not see the here-document `{}`: {}", marker,
                       in.heredoc_error.message);
  }
  const Keyword keyword = statement.keyword;
  if (keyword != Keyword::run && keyword != Keyword::copy && keyword != Keyword::add) {
    return fmt::format("{} takes no here-document", in.value(statement.word));
  }
  if (statement.exec_form) return "the exec form takes no here-document";
  const char before = heredoc.begin > 0 ? line[heredoc.begin - 1] : ' ';
  swallowed_detail::Quotes quotes;
  if (quotes.open_at(line, heredoc.begin)) {
    return fmt::format("`{}` in quotes is no here-document to the builder", marker);
  }
  if (before != ' ' && before != '\t') {
    return fmt::format("`{}` is no here-document to the builder without a blank before it", marker);
  }
  return fmt::format("`{}` is no here-document to the builder", marker);
}

bool lacks_blank(const Instruction& in, const HiddenHeredoc& heredoc) {
  const std::string_view line = in.line();
  const char before = heredoc.begin > 0 ? line[heredoc.begin - 1] : ' ';
  swallowed_detail::Quotes quotes;
  // In the value of a flag a blank would end it.
  const bool is_behind_flags =
      in.span_of_line(heredoc.begin, heredoc.end).begin >= in.statement.rest.begin;
  return in.heredoc_error.message.empty() && before != ' ' && before != '\t' &&
         in.statement.keyword == Keyword::run && is_behind_flags &&
         !quotes.open_at(line, heredoc.begin);
}

void check(const Plan&, const Document& document, Report& report) {
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const auto heredoc = hidden_heredoc(document, i);
    if (!heredoc) continue;
    const Instruction& in = *document.instructions[i];
    const Span span = in.span_of_line(heredoc->begin, heredoc->end);
    Finding& finding = report.add(Place{&in, span}, reason(in, *heredoc));
    // Else the body happens to consist of instructions.
    bool refused = false;
    for (size_t body = i + 1; body < heredoc->body_end; ++body) {
      refused |= !document.instructions[body]->problems.empty();
    }
    if (!refused) finding.severity = Severity::warning;
    if (!in.heredoc_error.message.empty()) {
      finding.notes.push_back({{&in, in.heredoc_error.span}, "the builder stops reading here"});
    } else if (lacks_blank(in, *heredoc)) {
      finding.fixes.push_back(replace({&in, {span.begin, span.begin}}, " ",
                                      "Put a blank before `<<`",
                                      refused ? Safety::safe : Safety::unsafe));
    }
    i = heredoc->body_end - 1;
  }
}

}  // namespace

Rule hidden_heredoc() {
  return {
      .name = "hidden-heredoc",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Write here-documents so that the builder sees them",
      .why = R"(
The builder looks for `<<NAME` with a lexer of its own before any shell does. It gives up without a word
where it cannot read the whole line: an apostrophe as in `echo don't`, `${x@Q}`, `${x^^}`. It also wants
a blank before `<<`, and none of it in quotes. What was meant as the body is then read as instructions,
and the errors speak of those. Findings of unknown instructions in such a body are left out.

To get around the lexer, put the odd text into the here-document itself, or quote it in another way.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN echo don't panic; cat [|<<EOF|] > /etc/motd
Welcome
EOF
)",
              .good = R"(
FROM debian:12
RUN cat <<EOF > /etc/motd
Welcome, don't panic
EOF
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN cat[|<<EOF|]
Welcome
EOF
)",
              .good = R"(
FROM debian:12
RUN cat <<EOF
Welcome
EOF
)",
          },
          {
              .bad = R"(
FROM debian:12
ENV MOTD=[|<<EOF|]
Welcome
EOF
)",
              .good = R"(
FROM debian:12
COPY <<EOF /etc/motd
Welcome
EOF
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
