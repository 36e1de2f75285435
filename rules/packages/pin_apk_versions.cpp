// Asks for a version of each package that apk installs.
#include <fmt/core.h>

#include "rules/packages/system.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using namespace system_packages;

bool is_pinned(std::string_view package) {
  return package.find_first_of("=~<>") != std::string_view::npos || package.ends_with(".apk");
}

void add(const ShellWord& word, std::string_view package, Report& report) {
  report.add(word, fmt::format("package `{}` has no version", package));
}

void check_as_hadolint(const Command& command, Report& report) {
  const Literal literal(command);
  if (literal.name() != "apk" || !literal.has({"add"}) || !hadolint_reads(*command.script)) return;
  for (const ShellWord* word : literal.operands({"t", "virtual", "repository", "X"})) {
    const std::string_view package = command.text(*word);
    if (package != "add" && !is_pinned(package)) add(*word, package, report);
  }
}

void check(const Command& command, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(command, report);
  const PackageCall call = package_call(command);
  if (call.manager != PackageManager::apk || call.verb != PackageVerb::install) return;
  for (const ShellWord* word : call.packages()) {
    const std::string_view package = command.text(*word);
    // What a variable holds may well have a version. `!name` and `.name` are no packages to fetch.
    if (word->expands || package.starts_with('!') || package.starts_with('.')) continue;
    if (!is_pinned(package) && !is_package_file(package)) add(*word, package, report);
  }
}

}  // namespace

Rule pin_apk_versions() {
  return {
      .name = "pin-apk-versions",
      .aliases = {"DL3018"},
      .category = Category::reproducibility,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Give each package that apk installs a version",
      .why = R"(
Without a version the same Dockerfile builds another image tomorrow. `apk add jq=1.7.1-r0` either gives what was tested or
fails; `jq~1.7` or `jq~=1.7` takes any 1.7. Mind that Alpine keeps only the newest build of each package in a release:
exact versions break the build whenever a fix comes out, so that `~` and a fixed release of Alpine is what most people want.
)",
      .examples = {{
          {
              .bad = R"(
FROM alpine:3.20
RUN apk add --no-cache [|curl|] jq=1.7.1-r0
)",
              .good = R"(
FROM alpine:3.20
RUN apk add --no-cache curl~8.9 jq=1.7.1-r0
)",
          },
          {
              .bad = R"(
FROM alpine:3.20
RUN apk add --no-cache --virtual .deps -X https://mirror.example.com/v3.20/main \
      [|gcc|] \
      'musl-dev~=1.2' \
      ./local.apk \
      $MORE
)",
              .good = R"(
FROM alpine:3.20
RUN apk add --no-cache --virtual .deps -X https://mirror.example.com/v3.20/main \
      gcc~13 \
      'musl-dev~=1.2' \
      ./local.apk \
      $MORE
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
