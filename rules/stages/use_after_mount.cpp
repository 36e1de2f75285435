// Reports commands that need what an earlier RUN wrote to a mount, so that no layer holds it.
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "analysis/paths.h"
#include "analysis/shell/callee.h"
#include "analysis/tools.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/stages/mount_targets.h"

namespace dflint {
namespace {

// What a stage and its bases have mounted so far, as long as nothing else may have filled the
// place.
struct Lost {
  MountTarget mount;
  std::string_view program;  // that the RUN of the mount begins with
  bool packages = false;     // it installs into node_modules
  uint32_t uses = 1;         // how many RUNs have it mounted
};

// More are not looked at: each command is compared with all.
constexpr size_t most = 8;

bool is_node_manager(std::string_view name) { return lists("npm yarn pnpm bun", name); }

bool installs_packages(const Callee& call) {
  if (!is_node_manager(call.name)) return false;
  if (call.words.size() == 1) return call.name == "yarn";
  return lists("install i ci add clean-install", call.text(1)) ||
         (call.name == "yarn" && call.text(1).starts_with('-'));
}

bool any_installs(const Script& script) {
  return std::any_of(script.commands.begin(), script.commands.end(),
                     [](const Command& command) { return installs_packages(callee(command)); });
}

// npm run build, npx tsc, yarn test: looks into node_modules of the working directory.
bool runs_package(const Callee& call) {
  if (call.name == "npx") return call.words.size() > 1 && !call.text(1).starts_with('-');
  if (!is_node_manager(call.name) || call.words.size() < 2) return false;
  const std::string_view verb = call.text(1);
  if (lists("run run-script test start", verb)) return true;
  return call.name == "yarn" && lists("build lint dev", verb);
}

class Walk {
 public:
  Walk(const Plan& plan, const Document& document, Report& report)
      : plan_(plan), document_(document), report_(report), lost_(plan.stages.size()) {}

  void stage(const Stage& stage) {
    std::vector<Lost>& lost = lost_[stage.index];
    if (stage.parent < stage.index) lost = lost_[stage.parent];
    for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
      const Instruction& in = *document_.instructions[i];
      const Keyword keyword = in.statement.keyword;
      if (keyword == Keyword::copy || keyword == Keyword::add) copied(i, in, lost);
      if (keyword == Keyword::volume) lost.clear();  // that may be filled by whoever runs it
      if (keyword == Keyword::run) run(i, in, lost);
    }
    if (stage.index + 1 != plan_.stages.size()) return;
    for (uint32_t i : {stage.entrypoint, stage.cmd}) {
      if (i != none && i < plan_.steps.size()) started(i, lost);
    }
  }

 private:
  // Something that may fill the directory, or one around it.
  void copied(uint32_t index, const Instruction& in, std::vector<Lost>& lost) {
    if (lost.empty() || in.statement.args.empty()) return;
    const std::string to = absolute(in.value(in.statement.args.back()), plan_, index);
    const bool elsewhere = in.flag("from") != nullptr || in.statement.keyword == Keyword::add;
    std::erase_if(lost, [&](const Lost& one) {
      return to.empty() || is_at_or_below(to, one.mount.path) ||
             (elsewhere && is_at_or_below(one.mount.path, to));
    });
  }

  void run(uint32_t index, const Instruction& in, std::vector<Lost>& lost) {
    std::vector<MountTarget> targets;
    if (!in.statement.mounts.empty()) collect(plan_, in, index, targets);
    const bool binds = targets.size() != in.statement.mounts.size();
    const Script* script = plan_.steps[index].script.get();
    for (Lost& one : lost) {
      one.uses += std::any_of(targets.begin(), targets.end(), [&](const MountTarget& target) {
        return is_at_or_below(one.mount.path, target.path);
      });
    }
    if (script && !binds && (script->kind == ShellKind::posix || script->kind == ShellKind::exec))
      used(index, *script, targets, lost);
    forget_written(index, in, targets, lost);
    add(index, targets, lost);
  }

  void add(uint32_t index, std::vector<MountTarget>& targets, std::vector<Lost>& lost) {
    const Step& step = plan_.steps[index];
    for (MountTarget& target : targets) {
      const bool known = std::any_of(lost.begin(), lost.end(), [&](const Lost& one) {
        return is_at_or_below(target.path, one.mount.path) ||
               is_at_or_below(one.mount.path, target.path);
      });
      // Elsewhere it may be no more than a cache, and the image may have brought what is there.
      const bool ours = step.directory_known && step.directory.size() > 1 &&
                        is_at_or_below(target.path, clean_path(std::string(step.directory)));
      if (known || !ours || lost.size() >= most || written_before(index, target.path)) continue;
      const bool packages =
          target.path.ends_with("/node_modules") && step.script && any_installs(*step.script);
      lost.push_back({std::move(target), first_command(plan_, index), packages});
    }
  }

  // Whether an earlier instruction of the stage or its bases speaks of the directory, or runs the
  // same program.
  bool written_before(uint32_t index, std::string_view path) {
    if (searches_left_ == 0) return true;
    --searches_left_;
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const std::string_view program = first_command(plan_, index);
    uint32_t end = index;
    for (uint32_t s = plan_.steps[index].stage; s != none; s = plan_.stages[s].parent) {
      const Stage& stage = plan_.stages[s];
      if (end > stage.end) end = stage.end;
      for (uint32_t i = stage.first + 1; i < end; ++i) {
        const Instruction& in = *document_.instructions[i];
        const Keyword keyword = in.statement.keyword;
        if (keyword != Keyword::run && keyword != Keyword::copy && keyword != Keyword::add)
          continue;
        if (speaks_of(i, in, name) || (!program.empty() && first_command(plan_, i) == program))
          return true;
      }
      if (stage.parent >= s) break;
    }
    return false;
  }

  // A RUN without the mount that speaks of the directory, or does what filled it, may fill it too.
  void forget_written(uint32_t index, const Instruction& in,
                      const std::vector<MountTarget>& targets, std::vector<Lost>& lost) const {
    if (lost.empty()) return;
    const std::string_view program = first_command(plan_, index);
    std::erase_if(lost, [&](const Lost& one) {
      if (covers(targets, one.mount.path)) return false;
      const std::string_view path = one.mount.path;
      return program == one.program || program.empty() ||
             speaks_of(index, in, path.substr(path.rfind('/') + 1));
    });
  }

  // The flags of a RUN, with targets of mounts, do not count.
  bool speaks_of(uint32_t index, const Instruction& in, std::string_view name) const {
    const Step& step = plan_.steps[index];
    if (!step.script) return in.line().find(name) != std::string_view::npos;
    return step.script->text.find(name) != std::string::npos ||
           std::any_of(step.more.begin(), step.more.end(), [&](const ScriptPtr& script) {
             return script->text.find(name) != std::string::npos;
           });
  }

  static bool covers(const std::vector<MountTarget>& targets, std::string_view path) {
    return std::any_of(targets.begin(), targets.end(), [&](const MountTarget& target) {
      return is_at_or_below(path, target.path) || is_at_or_below(target.path, path);
    });
  }

  // What a RUN uses before it may have made it itself.
  void used(uint32_t index, const Script& script, const std::vector<MountTarget>& targets,
            const std::vector<Lost>& lost) {
    if (lost.empty()) return;
    bool moved = false;
    for (size_t i = 0; i < script.commands.size(); ++i) {
      const Command& command = script.commands[i];
      const Callee call = callee(command);
      const bool may_fail =
          i + 1 < script.commands.size() && script.commands[i + 1].join == Join::or_;
      if (command.conditional || command.in_function || command.negated || may_fail) return;
      for (const Lost& one : lost) {
        if (covers(targets, one.mount.path)) continue;
        if (uses(index, call, one, moved)) return;
      }
      if (lists("cd pushd", call.name)) moved = true;
      if (!lists("set echo cd chmod chown cp mkdir", call.name) || writes_to_any(command, lost))
        return;
    }
  }

  static bool writes_to_any(const Command& command, const std::vector<Lost>& lost) {
    return std::any_of(lost.begin(), lost.end(), [&](const Lost& one) {
      const std::string_view path = one.mount.path;
      const std::string_view name = path.substr(path.rfind('/') + 1);
      return std::any_of(command.words.begin(), command.words.end(), [&](const ShellWord& word) {
        return command.text(word).find(name) != std::string_view::npos;
      });
    });
  }

  // What the container is started with.
  void started(uint32_t index, const std::vector<Lost>& lost) {
    const Script* script = plan_.steps[index].script.get();
    if (!script || script->commands.empty()) return;
    const Command& command = script->commands[0];
    const Callee call = callee(command);
    for (const Lost& one : lost) {
      // Where later RUNs build with the packages, what is started may be one file.
      if (one.packages && one.uses > 1) continue;
      if (uses(index, call, one, false)) return;
      if (script->kind == ShellKind::exec && arguments_lie_in(index, call, one)) return;
    }
  }

  bool uses(uint32_t index, const Callee& call, const Lost& lost, bool moved) {
    if (call.words.empty()) return false;
    if (lies_in(index, call, 0, lost, moved)) return tell(call, 0, lost);
    // cp FROM TO: the first operand, where there are two.
    if (lists("cp mv install", call.name)) {
      for (size_t i = 1; i + 1 < call.words.size(); ++i) {
        if (lies_in(index, call, i, lost, moved)) return tell(call, i, lost);
      }
    }
    const Step& step = plan_.steps[index];
    const bool here = lost.packages && !moved && step.directory_known &&
                      lost.mount.path == clean_path(std::string(step.directory) + "/node_modules");
    return here && runs_package(call) && tell(call, 0, lost);
  }

  bool arguments_lie_in(uint32_t index, const Callee& call, const Lost& lost) {
    for (size_t i = 1; i < call.words.size(); ++i) {
      if (lies_in(index, call, i, lost, false)) return tell(call, i, lost);
    }
    return false;
  }

  // The word names a file in the mounted directory.
  bool lies_in(uint32_t index, const Callee& call, size_t word, const Lost& lost,
               bool moved) const {
    const std::string_view text = call.text(word);
    if (call.words[word].expands || call.words[word].glob || text.starts_with('-') ||
        text.find('/') == std::string_view::npos || (moved && !text.starts_with('/')))
      return false;
    const std::string path = absolute(text, plan_, index);
    return path.size() > lost.mount.path.size() && is_at_or_below(path, lost.mount.path);
  }

  bool tell(const Callee& call, size_t word, const Lost& lost) {
    Finding& finding = report_.add(
        Place{call.command->script->in, call.words[word].span},
        fmt::format("`{}` is empty here: what is written to a {} mount stays out of the layers",
                    lost.mount.path, lost.mount.type));
    finding.notes.push_back({lost.mount.place, "the mount"});
    return true;
  }

  const Plan& plan_;
  const Document& document_;
  Report& report_;
  std::vector<std::vector<Lost>> lost_;  // of each stage, at its end
  int searches_left_ = 100;              // each reads a whole stage
};

void check(const Plan& plan, const Document& document, Report& report) {
  const bool any = std::any_of(
      document.instructions.begin(), document.instructions.end(), [](const InstructionPtr& in) {
        return in->statement.keyword == Keyword::run && !in->statement.mounts.empty();
      });
  if (!any) return;
  Walk walk(plan, document, report);
  for (const Stage& stage : plan.stages) walk.stage(stage);
}

}  // namespace

Rule use_after_mount() {
  return {
      .name = "use-after-mount",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Mount again what a later command needs, or write it elsewhere",
      .why = R"(
A cache or tmpfs mount is there only while its RUN runs. What was written to it goes into no layer, so in a later RUN
without that mount, and in the container, the directory is empty: `npm ci` with a cache on `node_modules` leaves nothing
for `npm run build`, and a program that was built into a cached `target` cannot be started. Mount what is only
a cache (`/root/.npm`), repeat the mount, or copy the result to another place in the same RUN. Reported only
where nothing else can have filled the directory.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:22
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/app/node_modules npm ci
COPY . .
RUN [|npm|] run build
)",
              .good = R"(
FROM node:22
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build
)",
          },
          {
              .bad = R"(
FROM rust:1.83
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/src/target cargo build --locked --release
CMD [[|"/src/target/release/app"|]]
)",
              .good = R"(
FROM rust:1.83
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/src/target cargo build --locked --release \
 && cp target/release/app /usr/local/bin/
CMD ["/usr/local/bin/app"]
)",
          },
          {
              .bad = R"(
FROM rust:1.83
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=target cargo build --locked --release
RUN cp [|target/release/app|] /usr/local/bin/
)",
              .good = R"(
FROM rust:1.83
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=target cargo build --locked --release \
 && cp target/release/app /usr/local/bin/
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
