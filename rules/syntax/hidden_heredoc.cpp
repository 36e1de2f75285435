// Reports here-documents that the builder does not see.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan&, const Document& document, Report& report) {
  for (size_t i = 0; i + 1 < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    if (in.heredoc_error.message.empty()) continue;
    // Only where what follows really is a body: it is no instruction.
    const Instruction& next = *document.instructions[i + 1];
    if (next.statement.keyword != Keyword::unknown) continue;
    report.add(Place{&in, in.heredoc_error.span},
               fmt::format("this hides the here-document from BuildKit ({}), so its lines are read "
                           "as instructions",
                           in.heredoc_error.message));
  }
}

}  // namespace

Rule hidden_heredoc() {
  return {
      .name = "hidden-heredoc",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Keep the line of a here-document free of stray quotes",
      .why = R"(
To find `<<EOF`, BuildKit splits the whole line into words, with quotes and variables. If it cannot, it
gives up without a word: there is no here-document, and the lines that follow are read as instructions.
A lone apostrophe is enough (`echo don't <<EOF`), or a form of variable that only the shell knows.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN echo don[|'t <<EOF|]
hello
EOF
)",
              .good = R"(
FROM debian:12
RUN echo "don't" <<EOF
hello
EOF
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
