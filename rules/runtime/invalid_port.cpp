// Reports ports of EXPOSE that do not exist.
#include <algorithm>

#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// hadolint: only numbers that are too high; it does not read files with other mistakes.
void check_as_hadolint(const Plan& plan, Report& report) {
  for (const Port& port : plan.ports) {
    if (!port.invalid) continue;
    uint64_t number = 0;
    for (char c : port.text.substr(0, port.text.find('/'))) {
      number =
          c >= '0' && c <= '9' ? std::min<uint64_t>(number * 10 + uint64_t(c - '0'), 65536) : 0;
      if (number <= 65535) continue;
      report.add(port.place, "the port is above 65535");
      break;
    }
  }
}

void check(const Plan& plan, const Document&, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(plan, report);
  report_problems(plan, BuildProblemKind::port, report);
}

}  // namespace

Rule invalid_port() {
  return {
      .name = "invalid-port",
      .aliases = {"DL3011"},
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
