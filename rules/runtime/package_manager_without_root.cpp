// Reports package managers that run as a user who may not install anything.
#include <algorithm>
#include <iterator>
#include <string>

#include <fmt/core.h>

#include "analysis/ascii.h"
#include "analysis/shell/callee.h"
#include "rules/new_line.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/runtime/named_user.h"

namespace dflint {
namespace {

struct Manager {
  std::string_view name;
  std::string_view verbs;  // that need root, with blanks around each
};

constexpr std::string_view apt =
    " install update upgrade dist-upgrade full-upgrade remove purge autoremove build-dep ";
constexpr std::string_view yum =
    " install update upgrade remove erase reinstall groupinstall localinstall makecache ";
constexpr Manager managers[] = {
    {"apt-get", apt},
    {"apt", apt},
    {"aptitude", apt},
    {"apk", " add del update upgrade fix "},
    {"yum", yum},
    {"dnf", yum},
    {"microdnf", yum},
    {"tdnf", yum},
    {"zypper", " install in update up remove rm refresh ref dist-upgrade dup patch "},
};

// Another tree than the system's, or nothing but a download.
bool spares_system(const Command& command, std::span<const ShellWord> arguments) {
  constexpr std::string_view flags[] = {"--root",
                                        "--installroot",
                                        "-p",
                                        "-R",
                                        "-d",
                                        "--download-only",
                                        "-s",
                                        "--simulate",
                                        "--dry-run",
                                        "--print-uris",
                                        "--downloadonly",
                                        "--help"};
  return std::any_of(std::begin(flags), std::end(flags),
                     [&](std::string_view flag) { return has_flag(command, arguments, flag); });
}

bool needs_root(const Command& command, const Callee& call) {
  const auto* manager = std::find_if(std::begin(managers), std::end(managers),
                                     [&](const Manager& m) { return m.name == call.name; });
  if (manager == std::end(managers) || call.as_other_user) return false;
  const auto arguments = call.arguments();
  const auto verb = std::find_if(arguments.begin(), arguments.end(), [&](const ShellWord& word) {
    return !command.text(word).starts_with('-');
  });
  if (verb == arguments.end()) return false;
  return manager->verbs.find(fmt::format(" {} ", command.text(*verb))) != std::string_view::npos &&
         !spares_system(command, arguments);
}

// The first command of a script that fails for want of root; nullptr where none certainly does.
const Command* first_refused(const Script& script) {
  if (script.kind != ShellKind::posix && script.kind != ShellKind::exec) return nullptr;
  for (const Command& command : script.commands) {
    if (command.words.empty() || command.conditional || command.in_function) continue;
    if (needs_root(command, callee(command))) return &command;
  }
  return nullptr;
}

// Who runs the RUN where it is certainly not root, and what says so.
struct OtherUser {
  std::string name;  // for messages
  Place said;
  std::string_view told = {};
};

OtherUser other_user(const Plan& plan, const Document& document, const Step& step,
                     std::vector<BaseFacts>& facts) {
  if (step.user != none) {
    const std::string_view user = named_other_user(plan, document, step.user);
    const Instruction& set = *document.instructions[step.user];
    if (user.empty()) return {};
    return {fmt::format("`{}`", user), {&set, set.statement.args[0].span}, "since here"};
  }
  const Stage& stage = plan.stages[step.stage];
  if (facts.empty()) facts = base_facts(plan);
  if (facts[stage.index].user != DefaultUser::other || stage.from->statement.args.empty())
    return {};
  return {"the user of the base image",
          {stage.from, stage.from->statement.args[0].span},
          "this image does not start as root"};
}

void check(const Plan& plan, const Document& document, Report& report) {
  std::vector<BaseFacts> facts;  // of the stages, once they are asked for
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Step& step = plan.steps[i];
    const InstructionPtr& in = document.instructions[i];
    if (in->statement.keyword != Keyword::run || step.stage == none || !step.script) continue;
    if (plan.stages[step.stage].windows) continue;
    const Command* command = first_refused(*step.script);
    for (size_t k = 0; !command && k < step.more.size(); ++k) {
      command = first_refused(*step.more[k]);
    }
    if (!command) continue;
    const OtherUser user = other_user(plan, document, step, facts);
    if (user.name.empty()) continue;
    const Callee call = callee(*command);
    Finding& finding =
        report.add({in.get(), call.words[0].span},
                   fmt::format("`{}` needs root, and this runs as {}", call.name, user.name));
    finding.notes.push_back({user.said, std::string(user.told)});
    if (step.user == none || !is_plain_word(plan.steps[step.user].value)) continue;
    Fix fix{"Be root for this RUN", Safety::unsafe, {}};
    fix.replacements.push_back(line_above(*in, "USER", "root"));
    fix.replacements.push_back(line_below(*in, "USER", plan.steps[step.user].value));
    finding.fixes.push_back(std::move(fix));
  }
}

}  // namespace

Rule package_manager_without_root() {
  return {
      .name = "package-manager-without-root",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Install packages as root, before USER or after going back to it",
      .why = R"(
A USER holds for every RUN behind it, also in stages that are built on this one. apt, apk, yum and
dnf write to the system's directories and their own database, which only root may: the build fails
with `Permission denied` or `are you root?`. Install before the USER, or go back with `USER root` and
then to the other user again.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:22
USER node
WORKDIR /app
RUN [|apt-get|] update && apt-get install -y --no-install-recommends ffmpeg
CMD ["node", "server.js"]
)",
              .good = R"(
FROM node:22
USER node
WORKDIR /app
USER root
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg
USER node
CMD ["node", "server.js"]
)",
          },
          {
              .bad = R"(
FROM alpine:3.22 AS base
RUN adduser -D app && apk add --no-cache tini
USER app:app

FROM base
# for the health check
RUN [|apk|] add --no-cache curl
RUN sudo apk add --no-cache jq
)",
              .good = R"(
FROM alpine:3.22 AS base
RUN adduser -D app && apk add --no-cache tini
USER app:app

FROM base
USER root
# for the health check
RUN apk add --no-cache curl
USER app:app
RUN sudo apk add --no-cache jq
)",
          },
          {
              .bad = R"(
FROM cgr.dev/acme/base AS tools
RUN apk add --no-cache git
USER 1001
RUN <<EOF
[|dnf|] -y install rsync
EOF
)",
              .good = R"(
FROM cgr.dev/acme/base AS tools
RUN apk add --no-cache git
USER 1001
USER root
RUN <<EOF
dnf -y install rsync
EOF
USER 1001
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
