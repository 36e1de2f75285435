// Asks for a version of each package that zypper installs.
#include <fmt/core.h>

#include "rules/packages/system.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using namespace system_packages;

bool is_pinned(std::string_view package) {
  return package.find_first_of("=<>") != std::string_view::npos || package.ends_with(".rpm");
}

void add(const ShellWord& word, std::string_view package, Report& report) {
  report.add(word, fmt::format("package `{}` has no version", package));
}

void check_as_hadolint(const Command& command, Report& report) {
  const Literal literal(command);
  if (literal.name() != "zypper" || !literal.has({"install", "in"}) ||
      !hadolint_reads(*command.script))
    return;
  for (const ShellWord* word : literal.operands()) {
    const std::string_view package = command.text(*word);
    if (package != "install" && package != "in" && !is_pinned(package)) add(*word, package, report);
  }
}

void check(const Command& command, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(command, report);
  const PackageCall call = package_call(command);
  if (call.manager != PackageManager::zypper) return;
  if (call.subcommand_text() != "install" && call.subcommand_text() != "in") return;
  // Patterns, products and patches have no versions worth a pin.
  if (call.has_flag("-t") || call.has_flag("--type")) return;
  for (const ShellWord* word : call.packages()) {
    const std::string_view package = command.text(*word);
    const bool other = package.starts_with("pattern:") || package.starts_with('!') ||
                       package.starts_with("product:") || package.starts_with("patch:");
    if (word->expands || other || is_package_file(package)) continue;
    if (!is_pinned(package)) add(*word, package, report);
  }
}

}  // namespace

Rule pin_zypper_versions() {
  return {
      .name = "pin-zypper-versions",
      .aliases = {"DL3037"},
      .category = Category::reproducibility,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Give each package that zypper installs a version",
      .why = R"(
Without a version the same Dockerfile builds another image tomorrow: `zypper install jq` takes whatever the repositories
hold that day. `jq=1.6` either gives what was tested or fails; `'jq>=1.6'`, in quotes, at least says what is needed.
)",
      .examples = {{
          {
              .bad = R"(
FROM opensuse/leap:15.6
RUN zypper -n install [|git|] 'jq>=1.6' ./local.rpm && zypper clean --all
)",
              .good = R"(
FROM opensuse/leap:15.6
RUN zypper -n install git=2.43.0 'jq>=1.6' ./local.rpm && zypper clean --all
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
