// Reports platforms that the builder does not know.
#include "rules/problem.h"
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
      .summary = "Write platforms as os/architecture",
      .why = R"(
`--platform` takes `os/architecture` or `os/architecture/variant`, such as `linux/arm64` or
`linux/arm/v7`. A single word must be an operating system or an architecture that the builder knows,
and an empty one is refused.
)",
      .examples = {{
          {
              .bad = R"(
FROM --platform=[|linux-arm64|] debian:12
)",
              .good = R"(
FROM --platform=linux/arm64 debian:12
)",
          },
          {
              .bad = R"(
FROM --platform=[|$PLATFORM|] debian:12
)",
              .good = R"(
FROM --platform=$BUILDPLATFORM debian:12
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
