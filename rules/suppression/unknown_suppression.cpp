// Reports names in suppression comments that no rule has.
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// Nothing to do here: which comments there are is known to rules/suppress.cpp, which reports in
// this rule's name.
void check(const Plan&, const Document&, Report&) {}

}  // namespace

Rule unknown_suppression() {
  return {
      .name = "unknown-suppression",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Write comments that silence findings so that they do",
      .why = R"(
A misspelt name silences nothing: the finding stays, and whoever reads the comment believes that
someone has looked at it. Comments of dflint (`# dflint ignore=`), hadolint (`# hadolint ignore=`) and
BuildKit (`# check=skip=`) are read. BuildKit takes the case of its names literally. Nor does a comment
in another form silence anything, such as `# dflint: ignore=` or `# hadolint ignore DL3008`.

Codes of hadolint and ShellCheck are taken on trust, whether dflint has such a rule or not.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
# dflint ignore=[|unused-supression|] kept for the nightly build
RUN make
)",
              .good = R"(
FROM debian:12
# dflint ignore=unused-suppression kept for the nightly build
RUN make
)",
          },
          {
              .bad = R"(
FROM debian:12
# dflint ignore=[|no-such-thing|],DL3059
RUN make
)",
              .good = R"(
FROM debian:12
# dflint ignore=DL3059
RUN make
)",
          },
          {
              .bad = R"(
FROM debian:12
# [|hadolint: ignore=DL3059|] one layer a tool
RUN make
)",
              .good = R"(
FROM debian:12
# hadolint ignore=DL3059 one layer a tool
RUN make
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
