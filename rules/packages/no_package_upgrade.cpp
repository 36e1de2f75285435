// Reports commands that upgrade whatever is installed.
#include <fmt/core.h>

#include "rules/packages/edit.h"
#include "rules/packages/system.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using namespace system_packages;

// With packages, or only for what is insecure, it is meant.
bool upgrades_all(const PackageCall& call) {
  if (!call.upgrades() || call.subcommand_text() == "patch") return false;
  for (std::string_view flag :
       {"--security", "--advisory", "--advisories", "--cve", "--cves", "--bugfix", "--sec-severity",
        "--secseverity", "--dry-run", "--simulate", "-s"}) {
    if (call.has_flag(flag)) return false;
  }
  return call.packages().empty();
}

void check(const Command& command, Report& report) {
  const PackageCall call = package_call(command);
  if (report.as_hadolint()) {
    // hadolint: of zypper only.
    const Literal literal(command);
    if (literal.name() != "zypper" || !literal.has({"dist-upgrade", "dup"}) ||
        !hadolint_reads(*command.script))
      return;
  } else if (!call || !upgrades_all(call)) {
    return;
  }
  Finding& finding = report.add(command.words[call.subcommand],
                                fmt::format("`{} {}` makes of the base image what the day brings",
                                            call.name(), call.subcommand_text()));
  if (!call || !has_places(command)) return;
  if (auto replacement = removed(command)) {
    finding.fixes.push_back({"Remove the upgrade", Safety::unsafe, {std::move(*replacement)}});
  }
}

}  // namespace

Rule no_package_upgrade() {
  return {
      .name = "no-package-upgrade",
      .aliases = {"DL3035"},
      .category = Category::reproducibility,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Take a newer base image instead of upgrading its packages",
      .why = R"(
`apt-get upgrade`, `dnf upgrade` or `apk upgrade` replaces packages of the base image by what the repositories hold on the
day of the build, and keeps the old files in the layer below. The result depends on when it was built, and on the cache: an
unchanged RUN is not run again, so that no fix arrives there either. A newer base image, by tag or digest, brings the same
fixes once for all, tested and shared. Some teams upgrade on purpose, because their base is rebuilt too rarely; the rule is
therefore off by default. Upgrades of named packages and of security fixes only are not reported.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN apt-get update && apt-get [|upgrade|] -y && apt-get install -y git
)",
              .good = R"(
FROM debian:12
RUN apt-get update && apt-get install -y git
)",
          },
          {
              .bad = R"(
FROM fedora:40
RUN dnf install -y jq \
 && dnf -y [|upgrade|]
RUN dnf -y upgrade openssl && dnf -y upgrade --security
)",
              .good = R"(
FROM fedora:40
RUN dnf install -y jq
RUN dnf -y upgrade openssl && dnf -y upgrade --security
)",
          },
          {
              .bad = R"(
FROM opensuse/leap:15.6
RUN zypper -n [|dup|]
)",
              .good = R"(
FROM opensuse/leap:15.7
RUN zypper -n patch
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
