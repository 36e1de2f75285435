// Reports apt-get commands that would stop to ask.
#include <algorithm>

#include <fmt/core.h>

#include "rules/packages/system.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using namespace system_packages;

void add(const Command& command, size_t word, Report& report) {
  const ShellWord& marked = command.words[word];
  Finding& finding = report.add(
      marked, fmt::format("`{}` without `-y` asks whether to go on", command.text(marked)));
  offer_argument(finding, command, word, "-y", safety_of_answer(command));
}

void check_as_hadolint(const Command& command, Report& report) {
  const Literal literal(command);
  if (literal.name() != "apt-get" || !literal.has({"install"}) || !hadolint_reads(*command.script))
    return;
  if (literal.count("q") == 2 || literal.count("quiet") == 2 || literal.has({"-q=2"}) ||
      literal.has_flag({"y", "yes", "assume-yes", "qq"}))
    return;
  add(command, word_equal_to(command, "install"), report);
}

bool is_quiet(const PackageCall& call) {
  size_t level = 0;
  for (const ShellWord& word : call.command->words) {
    const std::string_view text = call.text(word);
    if (text == "-q=2" || text == "--quiet=2") return true;
    if (text == "--quiet") ++level;
    if (text.starts_with('-') && !text.starts_with("--")) {
      level += static_cast<size_t>(std::count(text.begin(), text.end(), 'q'));
    }
  }
  return level >= 2;
}

bool asks(const PackageCall& call) {
  if (call.verb != PackageVerb::install && call.verb != PackageVerb::remove && !call.upgrades())
    return false;
  for (std::string_view flag :
       {"-y", "--yes", "--assume-yes", "--force-yes", "-s", "--simulate", "--just-print",
        "--dry-run", "--recon", "--no-act", "--print-uris", "--assume-no", "--trivial-only"}) {
    if (call.has_flag(flag)) return false;
  }
  return !is_quiet(call) && !call.mentions("assume-yes") && !has_answers(call);
}

void check(const Script& script, Report& report) {
  if (script.in->effective().keyword != Keyword::run) return;
  bool first = true;
  for (const Command& command : script.commands) {
    if (report.as_hadolint()) {
      check_as_hadolint(command, report);
      continue;
    }
    const PackageCall call = package_call(command);
    if (!call.is_apt() || !asks(call)) continue;
    // A configuration that answers for all: echo 'APT::Get::Assume-Yes "true";' > …
    if (first && script.text.find("Assume-Yes") != std::string::npos) return;
    first = false;
    add(command, call.subcommand, report);
  }
}

}  // namespace

Rule apt_get_yes() {
  return {
      .name = "apt-get-yes",
      .aliases = {"DL3014"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Let apt-get go on without asking",
      .why = R"(
A build has nobody who could answer. As soon as apt-get needs more packages than it was told, or removes one, it asks
whether to go on, reads the end of its input and gives up with `Abort.`. `-y` (`--yes`) answers yes; `-qq` includes it.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN apt-get update && apt-get [|install|] --no-install-recommends git
)",
              .good = R"(
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends git
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN apt-get update \
 && apt-get -q [|install|] \
      git \
 && sudo apt-get [|purge|] curl
)",
              .good = R"(
FROM debian:12
RUN apt-get update \
 && apt-get -q install -y \
      git \
 && sudo apt-get purge -y curl
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN ["apt-get", [|"install"|], "git"]
)",
              .good = R"(
FROM debian:12
RUN ["apt-get", "install", "-y", "git"]
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN <<EOF
apt-get update
apt-get [|dist-upgrade|]
EOF
)",
              .good = R"(
FROM debian:12
RUN <<EOF
apt-get update
apt-get dist-upgrade -y
EOF
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
