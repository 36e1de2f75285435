// Reports ports that the builder refuses.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::port, report);
}

}  // namespace

Rule invalid_port() {
  return {
      .name = "invalid-port",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Expose numbers from 0 to 65535",
      .why = R"(
EXPOSE takes ports and ranges of ports, each with an optional protocol: `80`, `53/udp`, `8000-8010`.
A comment cannot follow on the same line: its words would be taken for ports.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
EXPOSE [|80800|]
)",
              .good = R"(
FROM debian:12
EXPOSE 8080
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
