// Reports sources and flags of COPY and ADD that the builder refuses.
#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::copy, report);
}

}  // namespace

Rule invalid_copy() {
  return {
      .name = "invalid-copy",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Give COPY and ADD sources and flags that fit each other",
      .why = R"(
COPY takes files of the context, a stage or an image; only ADD loads URLs and Git repositories. A mode
is octal up to `07777` or symbolic such as `u=rwx,go=rx`. `--checksum` belongs to one remote source and
must be a whole digest. BuildKit finds out only when it reaches the instruction.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
COPY [|https://example.com/app.tar.gz|] /srv/
)",
              .good = R"(
FROM debian:12
ADD https://example.com/app.tar.gz /srv/
)",
          },
          {
              .bad = R"(
FROM debian:12
COPY --chmod=[|0999|] run.sh /usr/bin/
)",
              .good = R"(
FROM debian:12
COPY --chmod=0755 run.sh /usr/bin/
)",
          },
          {
              .bad = R"(
FROM debian:12
ADD --checksum=[|sha256:1234|] https://example.com/app.tar.gz /srv/
)",
              .good = R"(
FROM debian:12
ADD https://example.com/app.tar.gz /srv/
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
