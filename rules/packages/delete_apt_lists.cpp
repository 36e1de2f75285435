// Reports package lists of apt that stay in a layer.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "rules/packages/apt_lists.h"
#include "rules/packages/edit.h"
#include "rules/packages/system.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using namespace system_packages;

// ---- hadolint's meaning

std::string_view image_of(const Stage& stage) {
  const Statement& from = stage.from->statement;
  return from.args.empty() ? std::string_view() : stage.from->value(from.args[0]);
}

bool same_from(const Stage& a, const Stage& b) {
  const Flag* p = a.from->flag("platform");
  const Flag* q = b.from->flag("platform");
  const auto value = [](const Stage& stage, const Flag* flag) {
    return flag ? stage.from->value(flag->value) : std::string_view();
  };
  return image_of(a) == image_of(b) && a.name == b.name && value(a, p) == value(b, q);
}

// hadolint: the last stage, its like, and every stage that another is built from.
std::vector<bool> stages_for_hadolint(const Plan& plan) {
  std::vector<bool> found(plan.stages.size());
  for (const Stage& stage : plan.stages) {
    found[stage.index] = found[stage.index] || same_from(stage, plan.stages.back());
    if (stage.parent != none && plan.stages[stage.parent].name == image_of(stage))
      found[stage.parent] = true;
  }
  return found;
}

const Command* find_as_hadolint(const Step& step, const Instruction& in) {
  const Command* update = nullptr;
  for (const Command& command : step.script->commands) {
    const Literal literal(command);
    const std::string_view name = literal.name();
    // hadolint: any rm -rf will do.
    if (name == "rm" && literal.has({"-rf", "/var/lib/apt/lists/*"})) return nullptr;
    if ((name == "apt" || name == "apt-get" || name == "aptitude") && literal.has({"update"}))
      update = update ? update : &command;
  }
  if (update == nullptr || is_mounted_for_hadolint(in, apt_lists) ||
      (is_mounted_for_hadolint(in, "/var/lib/apt") &&
       is_mounted_for_hadolint(in, "/var/cache/apt")))
    return nullptr;
  return update;
}

// ---- our own

// For each instruction, whether one behind it works with the lists that it leaves.
std::vector<bool> needed_later(const Plan& plan) {
  std::vector<bool> later(plan.steps.size());
  std::vector<bool> needed(plan.stages.size());
  for (size_t i = plan.steps.size(); i-- > 0;) {
    const Step& step = plan.steps[i];
    if (step.stage == none) continue;
    later[i] = needed[step.stage];
    if (step.script) {
      const ListUse use = list_use(step);
      if (use.update) needed[step.stage] = false;
      if (use.needs) needed[step.stage] = true;
    }
    const Stage& stage = plan.stages[step.stage];
    if (stage.first == i && stage.parent != none && needed[step.stage]) needed[stage.parent] = true;
  }
  return later;
}

// nullptr where the RUN leaves no lists. What only a script uses, the script may delete; and an
// update for nothing in its own RUN is another matter.
const Command* find_update(const Step& step, const Instruction& in) {
  const ListUse use = list_use(step);
  return !use.shown || use.deleted || is_mounted(in, apt_lists) ? nullptr : use.update;
}

void add(const Command& update, const Step& step, bool may_fix, Report& report) {
  const PackageCall call = package_call(update);
  Finding& finding =
      report.add({update.script->in, update.span},
                 fmt::format("the package lists that `{}` fetches stay in the image",
                             call ? fmt::format("{} update", call.name()) : "update"));
  if (!may_fix || update.script != step.script.get()) return;
  const bool by_sudo = update.name() == "sudo";
  if (auto replacement = appended(*update.script, by_sudo ? "sudo rm -rf /var/lib/apt/lists/*"
                                                          : "rm -rf /var/lib/apt/lists/*")) {
    finding.fixes.push_back(
        {"Delete the lists in the same RUN", Safety::unsafe, {std::move(*replacement)}});
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  if (plan.stages.empty()) return;
  const bool as_hadolint = report.as_hadolint();
  const std::vector<bool> stages = as_hadolint ? stages_for_hadolint(plan) : shipped_stages(plan);
  std::vector<bool> later;
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    const Instruction& in = *document.instructions[i];
    if (step.stage == none || !stages[step.stage] || !step.script) continue;
    if (in.effective().keyword != Keyword::run) continue;
    const Command* update = as_hadolint ? find_as_hadolint(step, in) : find_update(step, in);
    if (update == nullptr) continue;
    if (later.empty()) later = needed_later(plan);
    // What a later RUN works with cannot go.
    if (as_hadolint || !later[i]) add(*update, step, !later[i], report);
  }
}

}  // namespace

Rule delete_apt_lists() {
  return {
      .name = "delete-apt-lists",
      .aliases = {"DL3009"},
      .category = Category::size,
      .severity = Severity::info,
      .summary = "Delete the lists of apt in the RUN that fetches them",
      .why = R"(
`apt-get update` writes some 20 to 50 megabytes below `/var/lib/apt/lists`. Nobody needs them in the image: they are out of
date tomorrow. Delete them at the end of the same RUN; a later RUN only hides them, the layer below keeps its size. With
`--mount=type=cache,target=/var/lib/apt/lists` they never get into the layer. Stages that are not part of the final image
are left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN [|apt-get update|] && apt-get install -y git
)",
              .good = R"(
FROM debian:12
RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN set -eux; \
    [|apt-get update|]; \
    apt-get install -y --no-install-recommends \
        curl \
        git
)",
              .good = R"(
FROM debian:12
RUN set -eux; \
    apt-get update; \
    apt-get install -y --no-install-recommends \
        curl \
        git \
    && rm -rf /var/lib/apt/lists/*
)",
          },
          {
              .bad = R"(
# escape=`
FROM debian:12 AS build
RUN apt-get update && apt-get install -y gcc

FROM debian:12
RUN [|apt-get update|] && `
	apt-get install -y git && `
	rm -rf /tmp/*
)",
              .good = R"(
# escape=`
FROM debian:12 AS build
RUN apt-get update && apt-get install -y gcc

FROM debian:12
RUN apt-get update && `
	apt-get install -y git && `
	rm -rf /tmp/* && `
	rm -rf /var/lib/apt/lists/*
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN <<EOF
set -e
[|apt-get update|]
apt-get install -y git
EOF
)",
              .good = R"(
FROM debian:12
RUN <<EOF
set -e
apt-get update
apt-get install -y git && rm -rf /var/lib/apt/lists/*
EOF
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y git
RUN [|apt-get update|] && apt-get install -y jq
)",
              .good = R"(
FROM debian:12
RUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y git
RUN apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/*
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
