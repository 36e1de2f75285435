// Asks for a version of each package that apt installs.
#include <fmt/core.h>

#include "rules/packages/system.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using namespace system_packages;

bool is_pinned(std::string_view package) {
  return package.find_first_of("=/") != std::string_view::npos || package.ends_with(".deb");
}

void add(const ShellWord& word, std::string_view package, Report& report) {
  report.add(word, fmt::format("package `{}` has no version", package));
}

void check_as_hadolint(const Command& command, Report& report) {
  const Literal literal(command);
  if (literal.name() != "apt-get" || !literal.has({"install"}) || !hadolint_reads(*command.script))
    return;
  for (const ShellWord* word : literal.operands({"t", "target-release"})) {
    const std::string_view package = command.text(*word);
    if (package != "install" && !is_pinned(package)) add(*word, package, report);
  }
}

void check(const Command& command, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(command, report);
  const PackageCall call = package_call(command);
  if (!call.is_apt() || call.verb != PackageVerb::install) return;
  if (call.subcommand_text() == "build-dep") return;
  for (const ShellWord* word : call.packages()) {
    const std::string_view package = command.text(*word);
    // What a variable holds may well have a version. `name-` takes a package away.
    if (word->expands || package.ends_with('-') || package.ends_with('^')) continue;
    if (!is_pinned(package)) add(*word, package, report);
  }
}

}  // namespace

Rule pin_apt_versions() {
  return {
      .name = "pin-apt-versions",
      .aliases = {"DL3008"},
      .category = Category::reproducibility,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Give each package that apt installs a version",
      .why = R"(
Without a version the same Dockerfile builds another image tomorrow: `apt-get install curl` takes whatever the archive
holds that day. With `curl=7.88.1-10+deb12u8` the build either gives what was tested or fails. Mind that Debian and Ubuntu
drop old versions from their archives, so that pinned builds break until somebody raises the version; a snapshot archive
(`snapshot.debian.org`) pins all packages at once and keeps them. `curl=7.88.*` is a middle course.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN apt-get update && apt-get install -y [|curl|] ca-certificates=20230311
)",
              .good = R"(
FROM debian:12
RUN apt-get update && apt-get install -y curl=7.88.* ca-certificates=20230311
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN apt-get install -y -t bookworm-backports \
    [|git|] \
    jq/stable \
    ./local.deb \
    $MORE
)",
              .good = R"(
FROM debian:12
RUN apt-get install -y -t bookworm-backports \
    git=1:2.39.* \
    jq/stable \
    ./local.deb \
    $MORE
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
