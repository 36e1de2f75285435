// Reports FROM --platform with a constant, where the stage's name does not say so.
#include <fmt/core.h>

#include "analysis/builder/platform.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Stage& stage, const Plan&, Report& report) {
  const Flag* flag = stage.from->flag("platform");
  if (!flag || flag->value.empty()) return;
  const std::string_view value = stage.from->value(flag->value);
  const auto holds = [&](std::string_view text) {
    return value.find(text) != std::string_view::npos;
  };
  // hadolint: any value but the two platforms that the builder gives, whatever the stage's name.
  if (report.as_hadolint() && !holds("BUILDPLATFORM") && !holds("TARGETPLATFORM")) {
    report.add(Place{stage.from, flag->text.span}, "this stage has a platform of its own");
  }
  if (report.as_hadolint() || holds("$")) return;
  const auto platform = read_platform(value);
  if (!platform) return;
  const bool named = stage.lower_name.find(platform->os) != std::string::npos ||
                     stage.lower_name.find(platform->arch) != std::string::npos;
  if (named && !stage.lower_name.empty()) return;
  report.add(Place{stage.from, flag->text.span},
             fmt::format("this stage is built for {} whatever platform a build asks for", value));
}

}  // namespace

Rule no_constant_platform() {
  return {
      .name = "no-constant-platform",
      .aliases = {"FromPlatformFlagConstDisallowed", "DL3029"},
      .category = Category::correctness,
      .severity = Severity::info,
      .summary = "Leave the platform of a stage to the build",
      .why = R"(
With a constant in `--platform` the image has the same platform on every machine, and a build for
several platforms gives several copies of one. Use `$BUILDPLATFORM` for a stage that cross-compiles;
where a stage really is for one platform, let its name say so: `AS tools-arm64`.
)",
      .examples = {{
          {
              .bad = R"(
FROM [|--platform=linux/arm64|] debian:12 AS tools
)",
              .good = R"(
FROM --platform=linux/arm64 debian:12 AS tools-arm64
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
