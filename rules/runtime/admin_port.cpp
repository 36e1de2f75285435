// Reports exposed ports of remote administration.
#include <algorithm>
#include <iterator>

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
                                {514, "rsh"},
                                {2375, "Docker without TLS"},
                                {3389, "remote desktop"},
                                {5985, "WinRM"},
                                {5986, "WinRM"}};

// Git is served over SSH; and where nothing else is exposed, SSH is what the image is for.
bool serves_ssh(const Plan& plan, const Port& port) {
  const Stage* stage = plan.stage_of(port.instruction);
  if (!stage || stage->base.find("git") != std::string_view::npos ||
      stage->base.find("ssh") != std::string_view::npos)
    return true;
  return std::none_of(plan.ports.begin(), plan.ports.end(), [&](const Port& other) {
    return other.instruction >= stage->first && other.instruction < stage->end &&
           !(other.first == 22 && other.last == 22);
  });
}

void check(const Plan& plan, const Document&, Report& report) {
  for (const Port& port : plan.ports) {
    if (port.invalid || !port.exact || port.protocol == "udp") continue;
    const auto* found =
        std::find_if(std::begin(services), std::end(services), [&](const Service& service) {
          return port.first <= service.port && service.port <= port.last;
        });
    if (found != std::end(services) && found->port == 22 && port.first == 22 &&
        serves_ssh(plan, port))
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
