// Asks for lower-case protocols in EXPOSE.
#include <fmt/core.h>

#include "analysis/unicode.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  for (const Port& port : plan.ports) {
    const std::string lower = to_lower(port.protocol);
    if (lower == port.protocol || port.invalid) continue;
    Place place = port.place;
    // Where no variable stands between, mark the protocol alone.
    const bool exact =
        place.in->source(place.span) == port.text && port.text.ends_with(port.protocol);
    if (exact) place.span.begin = place.span.end - static_cast<uint32_t>(port.protocol.size());
    Finding& finding =
        report.add(place, fmt::format("protocol `{}` is not lower case", port.protocol));
    if (exact) finding.fixes.push_back(replace(place, lower, fmt::format("Write `{}`", lower)));
  }
}

}  // namespace

Rule lowercase_expose_protocol() {
  return {
      .name = "lowercase-expose-protocol",
      .aliases = {"ExposeProtoCasing"},
      .category = Category::style,
      .severity = Severity::style,
      .summary = "Write protocols of EXPOSE in lower case",
      .why = R"(
Docker keeps protocols in lower case. Tools that read the file, not the image, may not find `53/UDP`
when they look for `53/udp`.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
EXPOSE 53/[|UDP|]
)",
              .good = R"(
FROM debian:12
EXPOSE 53/udp
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
