// Reports apt where a script should call apt-get.
#include <fmt/core.h>

#include "rules/packages/system.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using namespace system_packages;

// What stands for `apt subcommand` in scripts; empty where nothing does the same.
std::string_view program_for(std::string_view subcommand) {
  for (std::string_view of_apt_get :
       {"install", "reinstall", "remove", "purge", "update", "upgrade", "dist-upgrade",
        "full-upgrade", "autoremove", "autopurge", "clean", "autoclean", "build-dep", "source",
        "download", "changelog", "satisfy"}) {
    if (subcommand == of_apt_get) return "apt-get";
  }
  for (std::string_view of_apt_cache :
       {"search", "show", "showsrc", "policy", "depends", "rdepends"}) {
    if (subcommand == of_apt_cache) return "apt-cache";
  }
  return {};
}

// How apt-get calls what apt does under this name; empty: the same.
std::string_view subcommand_for(std::string_view subcommand) {
  if (subcommand == "full-upgrade") return "dist-upgrade";
  if (subcommand == "upgrade") return "upgrade --with-new-pkgs";
  return {};
}

void offer_fix(Finding& finding, const PackageCall& call) {
  const Command& command = *call.command;
  const std::string_view subcommand = call.subcommand_text();
  const std::string_view program = program_for(subcommand);
  if (program.empty() || !has_places(command)) return;
  const Instruction* in = command.script->in;
  const Span tool = command.words[call.tool].span;
  const size_t name = in->source(tool).rfind("apt");
  if (name == std::string_view::npos) return;
  const uint32_t begin = tool.begin + static_cast<uint32_t>(name);
  // apt deletes what it has downloaded and may choose other packages.
  Fix fix = replace({in, {begin, begin + 3}}, std::string(program),
                    fmt::format("Replace `apt` by `{}`", program), Safety::unsafe);
  if (const std::string_view other = subcommand_for(subcommand); !other.empty()) {
    const Span span = command.words[call.subcommand].span;
    if (in->source(span) != subcommand) return;
    fix.replacements.push_back({{in, span}, std::string(other)});
  }
  finding.fixes.push_back(std::move(fix));
}

void check(const Command& command, Report& report) {
  const PackageCall call = package_call(command);
  if (report.as_hadolint()) {
    // hadolint: by the first word only, whatever follows.
    if (Literal(command).name() != "apt" || !hadolint_reads(*command.script)) return;
  } else if (call.manager != PackageManager::apt || call.subcommand == 0) {
    return;
  }
  Finding& finding = report.add(command.words[call.tool],
                                "`apt` is for people at a terminal, and changes with them");
  if (call.subcommand != 0) offer_fix(finding, call);
}

}  // namespace

Rule no_apt() {
  return {
      .name = "no-apt",
      .aliases = {"DL3027"},
      .category = Category::style,
      .severity = Severity::info,
      .summary = "Call apt-get or apt-cache instead of apt",
      .why = R"(
`apt` is meant for people at a terminal: it draws progress bars, and its options and output may change from release to
release, as it warns itself whenever its output goes elsewhere. `apt-get` and `apt-cache` do the same work and stay as
they are.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN [|apt|] update && [|apt|] install -y git
)",
              .good = R"(
FROM debian:12
RUN apt-get update && apt-get install -y git
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN sudo [|/usr/bin/apt|] -y full-upgrade \
 && [|apt|] upgrade -y \
 && [|apt|] policy git
)",
              .good = R"(
FROM debian:12
RUN sudo /usr/bin/apt-get -y dist-upgrade \
 && apt-get upgrade --with-new-pkgs -y \
 && apt-cache policy git
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN [[|"apt"|], "install", "-y", "git"]
)",
              .good = R"(
FROM debian:12
RUN ["apt-get", "install", "-y", "git"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
