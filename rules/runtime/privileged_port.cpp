// Reports ports below 1024 of containers that do not run as root.
#include <vector>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"
#include "rules/runtime/named_user.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document& document, Report& report) {
  if (plan.stages.empty() || plan.ports.empty()) return;
  const Stage& last = plan.stages.back();
  const std::string_view user = named_other_user(plan, document, last.user);
  if (user.empty() || last.windows) return;
  const std::vector<bool> shipped = shipped_stages(plan);
  for (const Port& port : plan.ports) {
    const Stage* stage = plan.stage_of(port.instruction);
    if (!stage || !shipped[stage->index] || port.invalid || !port.exact) continue;
    if (port.first == 0 || port.first >= 1024) continue;
    Finding& finding = report.add(
        port.place, fmt::format("not every host lets `{}` listen on a port below 1024", user));
    const Instruction& set = *document.instructions[last.user];
    finding.notes.push_back(
        {{&set, set.statement.args[0].span}, "the container runs as this user"});
  }
}

}  // namespace

Rule privileged_port() {
  return {
      .name = "privileged-port",
      .category = Category::correctness,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Listen on ports from 1024 on where the container does not run as root",
      .why = R"(
By tradition only root may listen on ports below 1024. Docker lifts that for its containers since
20.10, other runtimes, many Kubernetes nodes, host networking and rootless set-ups do not: there the
program ends with `Permission denied`. Listen on 8080 and publish it as 80.
)",
      .examples = {{
          {
              .bad = R"(
FROM nginx:1.29
EXPOSE [|80|] 8443
USER nginx
)",
              .good = R"(
FROM nginx:1.29
EXPOSE 8080 8443
USER nginx
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
