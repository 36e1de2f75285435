// Reports an IP address or a host port in EXPOSE.
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  for (const Port& port : plan.ports) {
    if (!port.host_part) continue;
    Place place = port.place;
    const bool exact = place.in->source(place.span) == port.text;
    const uint32_t host_size = static_cast<uint32_t>(port.text.rfind(':')) + 1;
    if (exact) place.span.end = place.span.begin + host_size;
    Finding& finding = report.add(
        place,
        "EXPOSE takes a port of the container only; where it is published, `docker run -p` says");
    if (exact && !port.invalid)
      finding.fixes.push_back(replace(place, {}, "Keep the container's port only"));
  }
}

}  // namespace

Rule expose_port_only() {
  return {
      .name = "expose-port-only",
      .aliases = {"ExposeInvalidFormat"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Give EXPOSE the container's port only",
      .why = R"(
EXPOSE notes on which ports the program listens. It publishes nothing, and an address or host port in
it is dropped without a word today; BuildKit says that it will become an error. Publish with
`docker run -p 8080:80`.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
EXPOSE [|127.0.0.1:8080:|]80/tcp
)",
              .good = R"(
FROM debian:12
EXPOSE 80/tcp
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
