// Reports what yum leaves in its cache.
#include "rules/packages/rpm.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using namespace system_packages;

void check_as_hadolint(const Step& step, const Instruction&, Report& report) {
  const LiteralCache cache{"yum", {"install"}, {"clean", "all"}, {"-rf", "/var/cache/yum/*"}};
  if (const Command* command = find_uncleaned(step, cache))
    report_uncleaned(*command, "yum", "yum clean all", step, report);
}

void check_own(const Step& step, const Instruction& in, Report& report) {
  const PackageCall call = last_uncleaned(
      step, {"/var/cache/yum", "/var/cache/dnf"},
      [](const PackageCall& c) { return c.manager == PackageManager::yum && fills_rpm_cache(c); });
  // Since RHEL 8 yum is dnf by another name.
  if (!call || is_mounted(in, "/var/cache/yum") || is_mounted(in, "/var/cache/dnf")) return;
  report_uncleaned(*call.command, "yum", "yum clean all", step, report);
}

void check(const Plan& plan, const Document& document, Report& report) {
  check_caches(plan, document, report, check_as_hadolint, check_own);
}

}  // namespace

Rule yum_clean() {
  return {
      .name = "yum-clean",
      .aliases = {"DL3032"},
      .category = Category::size,
      .severity = Severity::warning,
      .summary = "Clean up behind yum in the same RUN",
      .why = R"(
yum keeps what it knows of its repositories, and on older systems the packages too, in `/var/cache/yum`: often more than
100 megabytes that nobody needs in an image. Clean up at the end of the same RUN; a later RUN only hides the files, the layer
below keeps its size. A cache mount there keeps them out of the layer. Stages that are not part of the final image are left
alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM almalinux:8
RUN [|yum install -y httpd|]
)",
              .good = R"(
FROM almalinux:8
RUN yum install -y httpd && yum clean all
)",
          },
          {
              .bad = R"(
FROM almalinux:8
RUN yum clean all \
 && yum update -y \
 && [|yum install -y \
      httpd|]
RUN --mount=type=cache,target=/var/cache/dnf yum install -y gcc
)",
              .good = R"(
FROM almalinux:8
RUN yum clean all \
 && yum update -y \
 && yum install -y \
      httpd \
 && yum clean all
RUN --mount=type=cache,target=/var/cache/dnf yum install -y gcc
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
