// Reports suppression comments that silence nothing.
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// Nothing to do here: what the comments silenced is known to rules/suppress.cpp, which reports in
// this rule's name.
void check(const Plan&, const Document&, Report&) {}

}  // namespace

Rule unused_suppression() {
  return {
      .name = "unused-suppression",
      .category = Category::style,
      .severity = Severity::info,
      .summary = "Remove comments that silence nothing",
      .why = R"(
Once the cause is mended, the comment that silenced the finding only hides the next one. Reported are
names of rules that are on and that found nothing where the comment reaches. Nothing is said where
an instruction or its shell script could not be understood.

BuildKit skips some of its checks only in a `# check=` line at the top of the file, reads only the first
such comment above an instruction, and only where its line begins with `#`. What it overlooks for these
reasons is reported, too.
)",
      .examples = {{
          {
              .bad = R"(
FROM golang:1.23
# dflint ignore=[|StageNameCasing|]
FROM debian:12 AS tools
)",
              .good = R"(
FROM golang:1.23
FROM debian:12 AS tools
)",
          },
          {
              .bad = R"(
FROM debian:12
# check=skip=[|ConsistentInstructionCasing|]
RUN ldconfig
)",
              .good = R"(
FROM debian:12
RUN ldconfig
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
