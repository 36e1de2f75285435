// Reports final stages that serve something and say nothing about their health.
#include <vector>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// hadolint: every stage without one, unless a stage below or above it has one.
void check_as_hadolint(const Plan& plan, Report& report) {
  std::vector<bool> good(plan.stages.size());
  for (const Stage& stage : plan.stages) {
    good[stage.index] = stage.healthcheck != none;
    if (stage.healthcheck == none || stage.healthcheck < stage.first) continue;
    for (uint32_t s = stage.parent; s != none && s < plan.stages.size() && !good[s];
         s = plan.stages[s].parent) {
      good[s] = true;
    }
  }
  for (const Stage& stage : plan.stages) {
    if (good[stage.index]) continue;
    report.add({stage.from, stage.from->statement.word.span}, "the stage has no HEALTHCHECK");
  }
}

void check(const Plan& plan, const Document&, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(plan, report);
  if (plan.stages.empty()) return;
  const Stage& stage = plan.stages.back();
  if (stage.healthcheck != none || (stage.cmd == none && stage.entrypoint == none)) return;
  bool serves = false;
  for (const Port& port : plan.ports) {
    serves |= port.instruction >= stage.first && port.instruction < stage.end;
  }
  if (!serves || stage.from->statement.args.empty()) return;
  report.add({stage.from, stage.from->statement.args[0].span},
             "the final stage exposes a port and has no HEALTHCHECK");
}

}  // namespace

Rule missing_healthcheck() {
  return {
      .name = "missing-healthcheck",
      .aliases = {"DL3057"},
      .category = Category::correctness,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Say with HEALTHCHECK how to ask whether the container works",
      .why = R"(
Without a HEALTHCHECK a container counts as well while its process lives, even if it no longer
answers. Docker and Swarm show and use the result, Compose waits for it (`condition:
service_healthy`). Kubernetes has probes of its own and ignores it. `HEALTHCHECK NONE` says that
there shall be none.
)",
      .examples = {{
          {
              .bad = R"(
FROM [|nginx:1.29|]
EXPOSE 8080
CMD ["nginx", "-g", "daemon off;"]
)",
              .good = R"(
FROM nginx:1.29
EXPOSE 8080
HEALTHCHECK CMD ["curl", "-fs", "http://localhost:8080/"]
CMD ["nginx", "-g", "daemon off;"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
