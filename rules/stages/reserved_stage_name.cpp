// Reports stages that are named scratch or context.
#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Stage& stage, const Plan&, Report& report) {
  if (stage.lower_name != "scratch" && stage.lower_name != "context") return;
  if (report.as_hadolint() && stage.name != stage.lower_name) return;  // hadolint: as written
  report.add(Place{stage.from, stage.from->statement.args[2].span},
             fmt::format("`{}` already means {}", stage.name,
                         stage.lower_name == "scratch" ? "the empty image" : "the build context"));
}

}  // namespace

Rule reserved_stage_name() {
  return {
      .name = "reserved-stage-name",
      .aliases = {"ReservedStageName", "DL3063"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Name no stage scratch or context",
      .why = R"(
`scratch` is the empty image and `context` the build context. A stage of that name takes its place:
a later `FROM scratch` then builds on that stage instead of on nothing.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12 AS [|scratch|]
RUN echo hello > /greeting
)",
              .good = R"(
FROM debian:12 AS greeting
RUN echo hello > /greeting
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
