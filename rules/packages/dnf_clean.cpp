// Reports what dnf and microdnf leave in their caches.
#include "rules/packages/rpm.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using namespace system_packages;

void add(const Command& command, std::string_view manager, const Step& step, Report& report) {
  report_uncleaned(command, manager, fmt::format("{} clean all", manager), step, report);
}

void check_as_hadolint(const Step& step, const Instruction& in, Report& report) {
  if (is_mounted_for_hadolint(in, "/var/cache/libdnf5") ||
      is_mounted_for_hadolint(in, ".cache/libdnf5"))
    return;
  for (std::string_view manager : {"dnf", "microdnf"}) {
    const LiteralCache cache{
        manager,
        {"install", "in", "upgrade", "up", "upgrade-minimal", "up-min", "reinstall", "rei"},
        {"clean", "all"},
        {"-rf", "/var/cache/libdnf5*"}};
    if (const Command* command = find_uncleaned(step, cache)) add(*command, manager, step, report);
  }
}

void check_own(const Step& step, const Instruction& in, Report& report) {
  const PackageCall call = last_uncleaned(
      step, {"/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/yum"},
      [](const PackageCall& c) { return belongs(c, RpmFamily::dnf) && fills_rpm_cache(c); });
  if (!call || is_mounted(in, "/var/cache/dnf") || is_mounted(in, "/var/cache/libdnf5") ||
      is_mounted(in, "/var/cache/yum"))
    return;
  add(*call.command, call.name(), step, report);
}

void check(const Plan& plan, const Document& document, Report& report) {
  check_caches(plan, document, report, check_as_hadolint, check_own);
}

}  // namespace

Rule dnf_clean() {
  return {
      .name = "dnf-clean",
      .aliases = {"DL3040"},
      .category = Category::size,
      .severity = Severity::warning,
      .summary = "Clean up behind dnf in the same RUN",
      .why = R"(
dnf keeps what it knows of its repositories in `/var/cache/dnf` or `/var/cache/libdnf5`, microdnf in `/var/cache/yum`: often
more than 100 megabytes that nobody needs in an image. Clean up at the end of the same RUN; a later RUN only hides the files,
the layer below keeps its size. A cache mount there keeps them out of the layer. Stages that are not part of the final image
are left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM fedora:40
RUN [|dnf install -y httpd|]
)",
              .good = R"(
FROM fedora:40
RUN dnf install -y httpd && dnf clean all
)",
          },
          {
              .bad = R"(
FROM redhat/ubi9-minimal:9.4
RUN [|microdnf install -y \
    jq|]
)",
              .good = R"(
FROM redhat/ubi9-minimal:9.4
RUN microdnf install -y \
    jq \
    && microdnf clean all
)",
          },
          {
              .bad = R"(
FROM fedora:40 AS build
RUN dnf install -y gcc
FROM fedora:40
RUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y httpd
RUN dnf upgrade -y && dnf clean all && [|dnf install -y jq|] && rm -rf /tmp/*
)",
              .good = R"(
FROM fedora:40 AS build
RUN dnf install -y gcc
FROM fedora:40
RUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y httpd
RUN dnf upgrade -y && dnf clean all && dnf install -y jq && rm -rf /tmp/* && dnf clean all
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
