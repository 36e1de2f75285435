// Reports files that build nothing.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::no_stages, report);
}

}  // namespace

Rule no_stages() {
  return {
      .name = "no-stages",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Begin with FROM",
      .why = R"(
A Dockerfile without FROM has no stage, so there is nothing to build.
)",
      .examples = {{
          {
              .bad = R"(
[|ARG|] TAG=12
)",
              .good = R"(
ARG TAG=12
FROM debian:${TAG}
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
