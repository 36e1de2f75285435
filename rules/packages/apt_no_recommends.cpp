// Reports apt-get commands that install recommended packages too.
#include <string>

#include "rules/packages/system.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using namespace system_packages;

constexpr std::string_view flag = "--no-install-recommends";
constexpr std::string_view message = "packages that are only recommended are installed too";

void check_as_hadolint(const Command& command, Report& report) {
  const Literal literal(command);
  if (literal.name() != "apt-get" || !literal.has({"install"})) return;
  if (literal.has_flag({"no-install-recommends"}) || literal.has({"APT::Install-Recommends=false"}))
    return;
  const size_t word = word_equal_to(command, "install");
  Finding& finding =
      report.add({command.script->in, command.words[word].span}, std::string(message));
  offer_argument(finding, command, word, flag, Safety::unsafe);
}

void check_own(const Command& command, Report& report) {
  const PackageCall call = package_call(command);
  if (!call.is_apt() || call.verb != PackageVerb::install) return;
  if (call.subcommand_text() == "build-dep" || call.subcommand_text() == "reinstall") return;
  if (call.has_flag(flag) || call.mentions("install-recommends") ||
      call.mentions("--with-recommends") || call.mentions("--without-recommends"))
    return;
  const bool aptitude = call.manager == PackageManager::aptitude;
  if (aptitude && (call.has_flag("-R") || call.has_flag("-r"))) return;
  // `apt-get install -f` mends what dpkg left.
  if (call.packages().empty() && call.tool == 0) return;
  Finding& finding =
      report.add({command.script->in, command.words[call.subcommand].span}, std::string(message));
  offer_argument(finding, command, call.subcommand, aptitude ? "--without-recommends" : flag,
                 Safety::unsafe);
}

// Writes a configuration that turns recommended packages off for what follows.
bool configures(const Script& script) {
  return script.text.find("nstall-Recommends") != std::string::npos &&
         script.text.find("apt.conf") != std::string::npos;
}

void check(const Plan& plan, const Document& document, Report& report) {
  const std::vector<bool> shipped = shipped_stages(plan);
  std::vector<bool> configured(plan.stages.size());
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    if (step.stage == none) continue;
    const Stage& stage = plan.stages[step.stage];
    if (stage.first == i && stage.parent != none) configured[step.stage] = configured[stage.parent];
    if (!step.script || document.instructions[i]->effective().keyword != Keyword::run) continue;
    if (report.as_hadolint()) {
      for (const Command& command : step.script->commands) check_as_hadolint(command, report);
      continue;
    }
    if (configures(*step.script)) configured[step.stage] = true;
    if (!shipped[step.stage] || configured[step.stage]) continue;
    for_each_command(step, [&](const Command& command) { check_own(command, report); });
  }
}

}  // namespace

Rule apt_no_recommends() {
  return {
      .name = "apt-no-recommends",
      .aliases = {"DL3015"},
      .category = Category::size,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Install only what packages depend on",
      .why = R"(
apt-get installs not only what a package depends on but also what it recommends: documentation, helpers, sometimes a whole
desktop. In an image that is size and attack surface that nobody asked for. With `--no-install-recommends` say which of
them you need, by name: `ca-certificates` beside `curl` is the usual one. Stages that only build something for others to
copy are left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN apt-get update && apt-get [|install|] -y git
)",
              .good = R"(
FROM debian:12
RUN apt-get update && apt-get install --no-install-recommends -y git
)",
          },
          {
              .bad = R"(
FROM debian:12 AS build
RUN apt-get update && apt-get install -y gcc
FROM debian:12
RUN ["apt-get", [|"install"|], "-y", "git"]
COPY --from=build /app /app
)",
              .good = R"(
FROM debian:12 AS build
RUN apt-get update && apt-get install -y gcc
FROM debian:12
RUN ["apt-get", "install", "--no-install-recommends", "-y", "git"]
COPY --from=build /app /app
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
