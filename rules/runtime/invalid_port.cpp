// Reports ports of EXPOSE that do not exist.
#include "rules/problem.h"
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
      .summary = "Expose ports from 0 to 65535, with tcp, udp or sctp",
      .why = R"(
EXPOSE takes ports or ranges such as `8000-8010`, each with an optional `/tcp`, `/udp` or `/sctp`. A
comment at the end of the line is taken for ports, too.
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
          {
              .bad = R"(
FROM debian:12
EXPOSE 53/udp [|443/https|]
)",
              .good = R"(
FROM debian:12
EXPOSE 53/udp 443
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
