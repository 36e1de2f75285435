// Reports sources and options of COPY and ADD that the builder refuses.
#include "rules/problem.h"
#include "rules/report.h"
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
      .summary = "Give COPY and ADD what they can take",
      .why = R"(
COPY takes files of the build context or of another stage; only ADD fetches URLs and Git repositories.
A mode is octal or symbolic, and a checksum belongs to a single remote source.
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
COPY --chmod=[|999|] app /srv/
)",
              .good = R"(
FROM debian:12
COPY --chmod=755 app /srv/
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
