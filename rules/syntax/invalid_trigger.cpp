// Reports triggers that ONBUILD may not have.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::onbuild, report);
}

}  // namespace

Rule invalid_trigger() {
  return {
      .name = "invalid-trigger",
      .aliases = {"DL3043"},
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Trigger neither ONBUILD, FROM nor MAINTAINER",
      .why = R"(
ONBUILD keeps an instruction for the build of a later image. FROM, MAINTAINER and another ONBUILD cannot
be kept so.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ONBUILD [|FROM|] alpine
)",
              .good = R"(
FROM debian:12
ONBUILD RUN true
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
