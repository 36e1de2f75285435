// Reports here-documents that never end or stand where none may.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::heredoc, report);
}

}  // namespace

Rule invalid_heredoc() {
  return {
      .name = "invalid-heredoc",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Close each here-document",
      .why = R"(
The closing word stands alone on its line, without blanks around it; `<<-` allows tabs before it.
BuildKit takes everything up to the next blank for the word: `<<EOF;` waits for a line `EOF;`. It then
reads to the end of the file and fails.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN cat [|<<EOF;|] true
hello
EOF
)",
              .good = R"(
FROM debian:12
RUN cat <<EOF && true
hello
EOF
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN <<EOF
echo hello
[|  EOF|]
CMD ["true"]
)",
              .good = R"(
FROM debian:12
RUN <<EOF
echo hello
EOF
CMD ["true"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
