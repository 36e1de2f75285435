// Reports --platform values that the builder refuses.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::platform, report);
}

}  // namespace

Rule invalid_platform() {
  return {
      .name = "invalid-platform",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Write platforms as os/arch",
      .why = R"(
A platform is `os`, `os/arch` or `os/arch/variant`: `linux/arm64`, `linux/arm/v7`.
)",
      .examples = {{
          {
              .bad = R"(
FROM --platform=[|linux/arm/v7/hf|] debian:12
)",
              .good = R"(
FROM --platform=linux/arm/v7 debian:12
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
