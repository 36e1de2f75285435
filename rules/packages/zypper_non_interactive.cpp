// Reports zypper commands that would stop to ask.
#include <fmt/core.h>

#include "rules/packages/system.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using namespace system_packages;

bool asks_by_hadolint(const Command& command) {
  const Literal literal(command);
  return literal.name() == "zypper" && hadolint_reads(*command.script) &&
         literal.has({"install", "in", "remove", "rm", "source-install", "si", "patch"}) &&
         !literal.has_flag({"non-interactive", "n", "no-confirm", "y"});
}

bool asks(const PackageCall& call) {
  if (call.manager != PackageManager::zypper) return false;
  if (call.verb != PackageVerb::install && call.verb != PackageVerb::remove && !call.upgrades())
    return false;
  for (std::string_view flag : {"-n", "--non-interactive", "-y", "--no-confirm", "--dry-run", "-D",
                                "--non-interactive-include-reboot-patches"}) {
    if (call.has_flag(flag)) return false;
  }
  return !has_answers(call) && call.command->script->in->effective().keyword == Keyword::run;
}

void check(const Command& command, Report& report) {
  const PackageCall call = package_call(command);
  if (!call || !(report.as_hadolint() ? asks_by_hadolint(command) : asks(call))) return;
  const ShellWord& marked = command.words[call.subcommand];
  Finding& finding =
      report.add(marked, fmt::format("`zypper {}` asks whether to go on", command.text(marked)));
  offer_argument(finding, command, call.tool, "--non-interactive", safety_of_answer(command));
}

}  // namespace

Rule zypper_non_interactive() {
  return {
      .name = "zypper-non-interactive",
      .aliases = {"DL3034"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Let zypper go on without asking",
      .why = R"(
zypper asks before it changes anything. A build has nobody who could answer, so zypper reads the end of its input and the
build fails. `--non-interactive` (`-n`), before the subcommand, answers all questions with their defaults; `--no-confirm`
(`-y`), behind it, answers yes.
)",
      .examples = {{
          {
              .bad = R"(
FROM opensuse/leap:15.6
RUN zypper [|install|] git && zypper clean --all
)",
              .good = R"(
FROM opensuse/leap:15.6
RUN zypper --non-interactive install git && zypper clean --all
)",
          },
          {
              .bad = R"(
FROM opensuse/leap:15.6
RUN zypper refresh \
 && zypper --no-gpg-checks [|up|] \
 && zypper rm -y git
)",
              .good = R"(
FROM opensuse/leap:15.6
RUN zypper refresh \
 && zypper --non-interactive --no-gpg-checks up \
 && zypper rm -y git
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
