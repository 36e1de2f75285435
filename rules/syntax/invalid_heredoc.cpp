// Reports here-documents that never end or stand where none may.
#include "rules/problem.h"
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
      .summary = "Close every here-document with its name alone on a line",
      .why = R"(
A here-document ends at the line that holds its name and nothing else: no blank before or after it
(only `<<-` allows tabs before it). BuildKit takes everything up to the next blank for the name, so
`<<EOF;`, `<<EOF)` and `<<EOF>file` wait for `EOF;`, `EOF)` and `EOF>file`, and reads to the end of the
file. It also takes `<< 2))` of a shell expression `$((1 << 2))` for a here-document.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN <<EOF
apt-get update
[|  EOF|]
USER app
)",
              .good = R"(
FROM debian:12
RUN <<EOF
apt-get update
EOF
USER app
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN (cat <<[|EOF)|] > /etc/motd
Welcome
EOF
USER app
)",
              .good = R"(
FROM debian:12
RUN (cat <<EOF ) > /etc/motd
Welcome
EOF
USER app
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN echo $((1[| << |]20)) > /etc/limit
USER app
)",
              .good = R"(
FROM debian:12
RUN echo $((1<<20)) > /etc/limit
USER app
)",
          },
          {
              .bad = R"(
FROM debian:12
COPY motd [|<<EOF|]
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
