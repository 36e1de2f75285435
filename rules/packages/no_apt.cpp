// Reports apt where a script should call apt-get.
#include <fmt/core.h>

#include "rules/packages/edit.h"
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

// What mends one call; no replacements where nothing does the same.
Fix fix_for(const Command& command, const PackageCall& call) {
  const std::string_view subcommand = call.subcommand == 0 ? "" : call.subcommand_text();
  const std::string_view program = program_for(subcommand);
  // apt deletes what it has downloaded and may choose other packages.
  Fix fix{fmt::format("Replace `apt` by `{}`", program), Safety::unsafe, {}};
  if (program.empty() || !has_places(command)) return fix;
  const Instruction* in = command.script->in;
  const Span tool = command.words[call.tool].span;
  const size_t name = in->source(tool).rfind("apt");
  if (name == std::string_view::npos) return fix;
  const std::string_view other = subcommand_for(subcommand);
  const Span span = command.words[call.subcommand].span;
  if (!other.empty() && in->source(span) != subcommand) return fix;
  const uint32_t begin = tool.begin + static_cast<uint32_t>(name);
  fix.replacements.push_back({{in, {begin, begin + 3}}, std::string(program)});
  if (!other.empty()) fix.replacements.push_back({{in, span}, std::string(other)});
  return fix;
}

Finding& report_call(const Command& command, const PackageCall& call, Report& report) {
  Finding& finding = report.add(command.words[call.tool],
                                "`apt` is for people at a terminal, and changes with them");
  if (Fix fix = fix_for(command, call); !fix.replacements.empty())
    finding.fixes.push_back(std::move(fix));
  return finding;
}

// hadolint: by the first word only, whatever follows.
void check_as_hadolint(const Script& script, Report& report) {
  if (!hadolint_reads(script)) return;
  for (const Command& command : script.commands) {
    if (Literal(command).name() == "apt") report_call(command, package_call(command), report);
  }
}

// One finding for the whole script, whose fix mends all of it.
void check(const Script& script, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(script, report);
  Finding* first = nullptr;
  for (const Command& command : script.commands) {
    const PackageCall call = package_call(command);
    if (call.manager != PackageManager::apt || call.subcommand == 0) continue;
    if (!first) {
      first = &report_call(command, call, report);
      continue;
    }
    first->notes.push_back({{script.in, command.words[call.tool].span}, "and here"});
    add_to_fix(*first, fix_for(command, call));
  }
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
RUN [|apt|] update && apt install -y git
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
 && apt upgrade -y \
 && apt policy git
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
