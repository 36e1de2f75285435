// Reports packages that are installed from an index which an earlier layer fetched.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "analysis/base_facts.h"
#include "analysis/image.h"
#include "rules/packages/apt_lists.h"
#include "rules/packages/edit.h"
#include "rules/packages/system.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using namespace system_packages;

// An index that some RUN fetched, and who installs from it in later ones.
struct Fetch {
  const Command* update = nullptr;
  bool alone = false;             // nothing in the RUN of the update uses it
  const Command* gone = nullptr;  // in the RUN that deleted it before they came
  bool leads = false;             // the next instruction follows without blank line or comment
  std::vector<const Command*> users;
};

// The RUN; with the comments right above it, unless they seem to speak of what follows too.
Replacement whole_instruction(const Instruction& in, bool leads) {
  Span lines{in.body.begin, static_cast<uint32_t>(in.text.size())};
  for (size_t i = in.comments.size(); i-- > 0 && !leads;) {
    const std::string_view between = in.source({in.comments[i].end, lines.begin});
    if (std::count(between.begin(), between.end(), '\n') != 1) break;
    lines.begin = in.comments[i].begin;
  }
  while (lines.begin > 0 && in.text[lines.begin - 1] != '\n') --lines.begin;
  return {{&in, lines}, {}};
}

std::optional<Replacement> without_update(const Fetch& fetch) {
  const Script& script = *fetch.update->script;
  const Statement& statement = script.in->statement;
  if (script.commands.size() == 1 && script.in->heredocs.empty() && script.problems.empty() &&
      statement.mounts.empty())
    return whole_instruction(*script.in, fetch.leads);
  return removed(*fetch.update);
}

// How to fetch the lists before the command: as `update` does where it may, else as the command's
// own program does by default; so too where both are the same. Empty where that is not clear.
std::string update_text(const Command& command, const Command& update) {
  const Instruction& in = *update.script->in;
  const std::string_view as_before = in.source(update.span);
  const bool plain = has_places(update) && update.script->kind == ShellKind::posix &&
                     as_before.size() < 80 &&
                     as_before.find_first_of("\r\n") == std::string_view::npos;
  const bool same_user = (command.name() == "sudo") == (update.name() == "sudo");
  if (plain && same_user && &command != &update) return std::string(as_before);
  const Span tool = command.words[package_call(command).tool].span;
  const std::string_view program =
      command.script->in->source({command.words[0].span.begin, tool.end});
  if (program.find_first_of("\r\n") != std::string_view::npos || command.name() == "xargs")
    return {};
  return fmt::format("{} update", program);
}

// What fetches the lists in the same RUN, right before the command.
std::optional<Replacement> update_before(const Command& command, const Command& update) {
  const bool begins = command.join == Join::first || command.join == Join::sequence;
  if (!begins && (command.join != Join::and_ || command.conditional)) return {};
  if (command.in_pipe || command.negated || command.substitution > 0 || !has_places(command) ||
      command.script->kind != ShellKind::posix)
    return {};
  const std::string text = update_text(command, update);
  if (text.empty()) return {};
  const uint32_t at = command.span.begin;
  return Replacement{{command.script->in, {at, at}}, text + " && "};
}

// What gives the command an index of its own; an empty place: it needs nothing.
std::optional<Replacement> own_index(const Command& command, const Command& update) {
  const PackageCall call = package_call(command);
  if (call.is_apt()) return update_before(command, update);
  if (call.has_flag("--no-cache")) return Replacement{};
  if (!has_places(command)) return {};
  return argument_behind(command, call.subcommand, "--no-cache");
}

void offer_own_index(Finding& finding, const Fetch& fetch) {
  Fix fix{"Fetch the index in the RUN that installs", Safety::unsafe, {}};
  if (fetch.alone) {
    auto removal = without_update(fetch);
    if (!removal) return;
    fix.replacements.push_back(std::move(*removal));
  }
  for (const Command* user : fetch.users) {
    auto own = own_index(*user, *fetch.update);
    if (!own) return;
    if (own->place.in != nullptr) fix.replacements.push_back(std::move(*own));
  }
  finding.fixes.push_back(std::move(fix));
}

void add_alone(const Fetch& fetch, Report& report) {
  const PackageCall call = package_call(*fetch.update);
  Finding& finding = report.add({fetch.update->script->in, fetch.update->span},
                                fmt::format("`{} update` in a RUN of its own {}", call.name(),
                                            fetch.users.empty() ? "fetches what nothing there uses"
                                                                : "grows old in the build cache"));
  for (const Command* user : fetch.users) {
    finding.notes.push_back({{user->script->in, user->span}, "this installs from it"});
  }
  if (!fetch.users.empty()) offer_own_index(finding, fetch);
}

void add_later(const Fetch& fetch, Report& report) {
  const Command& first = *fetch.users.front();
  const PackageCall call = package_call(first);
  Finding& finding = report.add(
      {first.script->in, first.span},
      fetch.gone
          ? fmt::format("the package lists that `{} {}` needs were deleted before", call.name(),
                        call.subcommand_text())
          : fmt::format("`{} {}` uses the package lists of an earlier RUN, which grow old in the "
                        "build cache",
                        call.name(), call.subcommand_text()));
  const Command& cause = fetch.gone ? *fetch.gone : *fetch.update;
  finding.notes.push_back({{cause.script->in, cause.span},
                           fetch.gone ? "this RUN deletes them" : "they are fetched here"});
  for (size_t i = 1; i < fetch.users.size(); ++i) {
    finding.notes.push_back(
        {{fetch.users[i]->script->in, fetch.users[i]->span}, "this uses them too"});
  }
  offer_own_index(finding, fetch);
}

void add_missing(const Command& command, std::string_view image, Report& report) {
  const PackageCall call = package_call(command);
  Finding& finding = report.add(
      {command.script->in, command.span},
      fmt::format("`{} {}` has no package lists: `{}` brings none, and nothing fetches them",
                  call.name(), call.subcommand_text(), image));
  if (auto update = update_before(command, command))
    finding.fixes.push_back({"Fetch the lists before", Safety::unsafe, {std::move(*update)}});
}

// Whether apt has no lists in the image that the chain of stages begins with: the official ones,
// which delete them. Where a build argument names the image nothing is certain.
bool begins_without_lists(const Plan& plan, const Stage& stage) {
  const Stage& root = root_of(plan, stage);
  if (root.base_kind != BaseKind::image || root.from->statement.args.empty()) return false;
  if (root.from->value(root.from->statement.args[0]).starts_with('$')) return false;
  const BaseFacts facts = base_facts(root.base);
  return facts.bash && facts.user != DefaultUser::unknown &&
         split_image(root.base).repository.find('/') == std::string_view::npos;
}

// `apk update` with nothing of apk behind it in the same RUN; nullptr otherwise. `user`: the first
// command that installs where no index was fetched before it.
const Command* lone_apk_update(const Step& step, const Command*& user) {
  const Command* update = nullptr;
  bool fetched = false;
  for_each_command(step, [&](const Command& command) {
    const PackageCall call = package_call(command);
    if (call.manager == PackageManager::apk) {
      const bool updates = call.verb == PackageVerb::update;
      if (!fetched && !updates && call.verb == PackageVerb::install) user = &command;
      fetched = true;
      update = updates ? &command : nullptr;
    } else if (!leaves_lists_alone(command)) {
      fetched = true;
      update = nullptr;
    }
  });
  return update;
}

class Walk {
 public:
  Walk(const Plan& plan, Report& report)
      : plan_(plan),
        report_(report),
        apt_(plan.stages.size()),
        apk_(plan.stages.size()),
        bare_(plan.stages.size()) {}

  void enter(const Stage& stage) {
    bare_[stage.index] =
        stage.parent == none ? begins_without_lists(plan_, stage) : bare_[stage.parent];
    if (stage.parent == none) return;
    apt_[stage.index] = apt_[stage.parent];
    apk_[stage.index] = apk_[stage.parent];
  }

  void run(const Step& step, const Instruction& in, bool leads) {
    leads_ = leads;
    if (!is_mounted(in, apt_lists)) {
      run_apt(step);
    } else {
      bare_[step.stage] = false;
    }
    if (!is_mounted(in, "/var/cache/apk") && !is_mounted(in, "/etc/apk/cache")) run_apk(step);
  }

  void finish() {
    for (const Fetch& fetch : fetches_) {
      if (fetch.alone) {
        add_alone(fetch, report_);
      } else if (!fetch.users.empty()) {
        add_later(fetch, report_);
      }
    }
    for (const auto& [command, image] : missing_) add_missing(*command, image, report_);
  }

 private:
  void run_apt(const Step& step) {
    const ListUse use = list_use(step);
    size_t& current = apt_[step.stage];
    if (current > 0) {
      Fetch& fetch = fetches_[current - 1];
      const Command* user = use.needs || !fetch.alone ? use.needs : use.mends;
      if (user) fetch.users.push_back(user);
    }
    run_without_lists(step, use);
    if (use.update) current = add({use.update, use.alone && !use.deleted, nullptr, leads_, {}});
    if (!use.deleted || current == 0) return;
    const Fetch& fetch = fetches_[current - 1];
    if (fetch.gone == nullptr)
      current = add({fetch.update, false, use.update ? use.update : first_of(step), false, {}});
  }

  // Told once: what comes behind has the same cause.
  void run_without_lists(const Step& step, const ListUse& use) {
    if (!bare_[step.stage]) return;
    const bool clear = step.script->kind == ShellKind::posix && step.script->problems.empty();
    if (clear && !use.fetched && !use.needs) return;
    bare_[step.stage] = false;
    if (clear && use.needs && !use.needs->conditional && !use.needs->in_function)
      missing_.emplace_back(use.needs, plan_.stages[step.stage].base);
  }

  void run_apk(const Step& step) {
    const Command* user = nullptr;
    const Command* update = lone_apk_update(step, user);
    size_t& current = apk_[step.stage];
    if (user && current > 0) fetches_[current - 1].users.push_back(user);
    if (update) current = add({update, true, nullptr, leads_, {}});
  }

  size_t add(Fetch fetch) {
    fetches_.push_back(std::move(fetch));
    return fetches_.size();
  }

  static const Command* first_of(const Step& step) {
    const Script& script = step.script->commands.empty() ? *step.more.front() : *step.script;
    return &script.commands.front();
  }

  const Plan& plan_;
  Report& report_;
  bool leads_ = false;
  std::vector<size_t> apt_, apk_;  // the fetch that holds in a stage, counted from 1; 0: none
  std::vector<bool> bare_;         // nothing can have fetched lists for apt yet
  std::vector<Fetch> fetches_;
  std::vector<std::pair<const Command*, std::string_view>> missing_;  // with the image
};

void check(const Plan& plan, const Document& document, Report& report) {
  Walk walk(plan, report);
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    const Instruction& in = *document.instructions[i];
    if (step.stage == none) continue;
    if (plan.stages[step.stage].first == i) walk.enter(plan.stages[step.stage]);
    if (!step.script || in.statement.keyword != Keyword::run) continue;
    const bool last = i + 1 == plan.steps.size();
    const std::string_view next = last ? "" : std::string_view(document.instructions[i + 1]->text);
    walk.run(step, in, !next.empty() && next.find_first_of("#\r\n") != 0);
  }
  walk.finish();
}

}  // namespace

Rule stale_package_index() {
  return {
      .name = "stale-package-index",
      .category = Category::cache,
      .severity = Severity::warning,
      .summary = "Fetch the index of packages in the RUN that installs",
      .why = R"(
Each RUN is cached by its text. `RUN apt-get update` is run once and then taken from the cache for months; when somebody
later changes the RUN that installs, it works with the old lists, asks for versions that the archive no longer has and
fails with `404 Not Found`, or installs what is long out of date. Put `apt-get update` and `apt-get install` into one RUN:
then both are run again whenever the packages change. The official images bring no lists at all: without `apt-get
update` nothing can be installed there. With apk, `apk add --no-cache` fetches the index by itself.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN [|apt-get update|]
RUN apt-get install -y git
)",
              .good = R"(
FROM debian:12
RUN apt-get update && apt-get install -y git
)",
          },
          {
              .bad = R"(
FROM debian:12
# What we need
RUN [|apt-get update|] && mkdir /srv/app
COPY . /srv/app
RUN set -eux; \
    DEBIAN_FRONTEND=noninteractive apt-get install -y \
      git \
    && rm -rf /var/lib/apt/lists/*
)",
              .good = R"(
FROM debian:12
# What we need
RUN mkdir /srv/app
COPY . /srv/app
RUN set -eux; \
    apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y \
      git \
    && rm -rf /var/lib/apt/lists/*
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*
USER app
RUN [|sudo apt-get install -y jq|]
)",
              .good = R"(
FROM debian:12
RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*
USER app
RUN sudo apt-get update && sudo apt-get install -y jq
)",
          },
          {
              .bad = R"(
FROM alpine:3.20
RUN [|apk update|]
RUN apk add --no-cache git
RUN apk add jq
)",
              .good = R"(
FROM alpine:3.20
RUN apk add --no-cache git
RUN apk add --no-cache jq
)",
          },
          {
              .bad = R"(
FROM debian:12 AS base
RUN apt-get update && apt-get install -y git
FROM base
RUN curl -sSL https://deb.example.com/setup | bash && apt-get install -y nodejs
RUN [|apt-get install -y jq|]
)",
              .good = R"(
FROM debian:12 AS base
RUN apt-get update && apt-get install -y git
FROM base
RUN curl -sSL https://deb.example.com/setup | bash && apt-get install -y nodejs
RUN apt-get update && apt-get install -y jq
)",
          },
          {
              .bad = R"(
FROM python:3.13-slim
RUN pip install flask && [|apt-get install -y --no-install-recommends git|]
RUN apt-get install -y jq
)",
              .good = R"(
FROM python:3.13-slim
RUN pip install flask && apt-get update && apt-get install -y --no-install-recommends git
RUN apt-get update && apt-get install -y jq
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
