// Reports exposed ports of remote administration.
#include <algorithm>
#include <iterator>
#include <vector>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

struct Service {
  uint32_t port;
  std::string_view name;
};

constexpr Service services[] = {{22, "SSH"},
                                {23, "Telnet"},
                                {512, "rexec"},
                                {513, "rlogin"},
                                {2375, "Docker without TLS"},
                                {3389, "remote desktop"},
                                {5985, "WinRM"},
                                {5986, "WinRM"}};

// The stages that serve SSH, as one flag each: Git is served over it; and where nothing else is
// exposed, SSH is what the image is for.
std::vector<bool> serves_ssh(const Plan& plan) {
  std::vector<bool> serves(plan.stages.size(), true);
  for (const Port& port : plan.ports) {
    const Stage* stage = plan.stage_of(port.instruction);
    if (stage && !(port.first == 22 && port.last == 22)) serves[stage->index] = false;
  }
  for (const Stage& stage : plan.stages) {
    if (!serves[stage.index] && (stage.base.find("git") != std::string_view::npos ||
                                 stage.base.find("ssh") != std::string_view::npos))
      serves[stage.index] = true;
  }
  return serves;
}

void check(const Plan& plan, const Document&, Report& report) {
  if (plan.ports.empty()) return;
  const std::vector<bool> ssh = serves_ssh(plan);
  for (const Port& port : plan.ports) {
    const uint32_t stage = plan.steps[port.instruction].stage;
    if (port.invalid || !port.exact || port.protocol == "udp") continue;
    const auto* found =
        std::find_if(std::begin(services), std::end(services), [&](const Service& service) {
          return port.first <= service.port && service.port <= port.last;
        });
    if (found != std::end(services) && found->port == 22 && port.first == 22 &&
        (stage == none || ssh[stage]))
      continue;
    // A wide range means something else.
    if (found == std::end(services) || port.last - port.first > 16) continue;
    report.add(port.place, fmt::format("port {} is for {}: a way in to administer the container",
                                       found->port, found->name));
  }
}

}  // namespace

Rule admin_port() {
  return {
      .name = "admin-port",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Leave out SSH and other ports of remote administration",
      .why = R"(
A container is changed by building it anew and looked into with `docker exec` or `kubectl exec`. An
SSH or Telnet server in it is one more program to update, needs passwords or keys in the image, and
is the first thing that attackers try. An image that exposes SSH alone, or serves Git, is left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
EXPOSE 8080 [|22|]
)",
              .good = R"(
FROM debian:12
EXPOSE 8080
)",
          },
          {
              .bad = R"(
FROM debian:12
ARG EXTRA=3389/tcp
EXPOSE [|20-25|] 514/udp $EXTRA
)",
              .good = R"(
FROM debian:12
ARG EXTRA=3389/tcp
EXPOSE 514/udp $EXTRA
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
