// Reports programs that the image of a stage lacks and nothing has installed.
#include <string>
#include <utility>

#include <fmt/core.h>

#include "rules/new_line.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/shell/stage_tools.h"

namespace dflint {
namespace {

// Where a package can join others: behind the last one of an earlier command of the same stage.
struct Joint {
  Place at;
  std::string_view manager;
};

// One stage under check.
struct Current {
  const Stage& stage;
  ToolState& state;
  uint32_t index = 0;  // the instruction
};

class Checker {
 public:
  Checker(const Plan& plan, const Document& document, Report& report)
      : plan_(plan), document_(document), report_(report), walk_(plan, document) {
    has_children_.resize(plan.stages.size());
    for (const Stage& stage : plan.stages) {
      if (stage.parent != none) has_children_[stage.parent] = true;
    }
  }

  void stage(const Stage& stage) {
    Current now{stage, walk_.enter(stage)};
    ToolState& state = now.state;
    joint_ = {};
    if (state.image.system == System::unknown) return;
    for (now.index = stage.first + 1; now.index < stage.end && !state.unclear; ++now.index) {
      const Instruction& in = *document_.instructions[now.index];
      if (in.statement.keyword == Keyword::run) {
        run(now, in);
      } else if (in.statement.keyword == Keyword::shell) {
        shell(now, in);
      } else {
        walk_.instruction(in, state);
      }
    }
    // A stage built from this one may still install what its commands need.
    if (state.unclear || has_children_[stage.index]) return;
    for (uint32_t i : {stage.healthcheck, stage.entrypoint, stage.cmd}) {
      if (i < stage.first || i >= stage.end) continue;
      now.index = i;
      const Step& step = plan_.steps[i];
      if (step.script) commands(now, *step.script);
      for (const ScriptPtr& inner : step.more) commands(now, *inner);
    }
  }

 private:
  static bool is_run(const Script& script) { return script.in->statement.keyword == Keyword::run; }

  void run(Current& now, const Instruction& in) {
    const Step& step = plan_.steps[now.index];
    if (!step.script) return;
    for (const Mount& mount : in.statement.mounts) {
      for (const MountField& field : mount.fields) {
        // Programs may come with it, for this one RUN.
        if (in.value(field.key) == "from") return;
      }
    }
    if (step.script->kind != ShellKind::posix && step.script->kind != ShellKind::exec) {
      now.state.unclear = true;
      return;
    }
    commands(now, *step.script);
    for (const ScriptPtr& inner : step.more) commands(now, *inner);
  }

  void commands(Current& now, const Script& script) {
    // Without a shell no script runs at all.
    if (now.state.image.system == System::bare && script.kind != ShellKind::exec) return;
    if (script.has_functions || !script.problems.empty()) {
      now.state.unclear |= is_run(script);
      return;
    }
    for (size_t i = 0; i < script.commands.size() && !now.state.unclear; ++i) {
      const Command& command = script.commands[i];
      if (!command.conditional && !is_tried(script, i)) use(now, command);
      if (!is_run(script)) continue;
      remember(command, script);
      StageWalk::command(command, now.state);
    }
  }

  // `tool || other`: whoever writes that reckons with a tool that fails. `|| exit 1` is no other.
  static bool is_tried(const Script& script, size_t i) {
    const uint32_t pipeline = script.commands[i].pipeline;
    const size_t end = std::min(script.commands.size(), i + 64);
    for (++i; i < end; ++i) {
      const Command& next = script.commands[i];
      if (next.pipeline == pipeline || next.substitution > 0) continue;
      return next.join == Join::or_ && !lists("exit false return kill", next.name());
    }
    return false;
  }

  void use(Current& now, const Command& command) {
    const Call call = call_of(command);
    if (call.name.empty()) return;
    const ShellWord& word = command.words[call.first];
    if (const Tool* tool = tool_named(call.name)) need(now, *tool, command, word, "");
    if (call.name == "apt-key" && call.size() > 1 && call.text(1) == "add")
      need(now, *tool_named("gpg"), command, word, "apt-key");
    if (call.name == "tar") archive(now, call);
    if (call.name == "pip" || call.name == "pip3") requirements(now, call);
  }

  // tar starts xz for archives that need it.
  void archive(Current& now, const Call& call) {
    for (size_t i = 1; i < call.size(); ++i) {
      const std::string_view text = call.text(i);
      const bool letters = (i == 1 || text.starts_with('-')) && !text.starts_with("--") &&
                           text.find_first_of("./") == std::string_view::npos &&
                           text.find('J') != std::string_view::npos;
      if (!letters && text != "--xz" && !text.ends_with(".tar.xz")) continue;
      need(now, *tool_named("xz"), *call.command, call.command->words[call.first + i], "tar");
      return;
    }
  }

  void requirements(Current& now, const Call& call) {
    for (size_t i = 1; i < call.size(); ++i) {
      if (!call.text(i).starts_with("git+")) continue;
      need(now, *tool_named("git"), *call.command, call.command->words[call.first + i], "pip");
      return;
    }
  }

  // `because`: who needs the tool; empty: it is called by its name.
  void need(Current& now, const Tool& tool, const Command& command, const ShellWord& word,
            std::string_view because) {
    ToolState& state = now.state;
    if (!lacks(state.image, tool) || (tool.common && state.packages)) return;
    if (!state.settle(tool)) return;
    const bool run = is_run(*command.script);
    const uint32_t before = run ? now.index : now.stage.end - 1;
    if (walk_.spoken_of(tool, now.stage.index, before, run ? word.span.begin : 0)) return;
    const std::string_view image = state.image_name;
    const Instruction& in = *command.script->in;
    Finding& finding = report_.add(
        Place{&in, word.span},
        because.empty()
            ? fmt::format("`{}` is not in `{}`, and nothing installs it before", tool.name, image)
            : fmt::format("`{}` needs `{}` here, which is not in `{}`, and nothing installs it",
                          because, tool.name, image));
    install(now, tool, in, finding);
  }

  // SHELL ["/bin/bash", "-c"]
  void shell(Current& now, const Instruction& in) {
    const Statement& statement = in.statement;
    if (!statement.exec_form || statement.args.empty()) return;
    const std::string_view path = in.value(statement.args[0]);
    if (path.substr(path.find_last_of('/') + 1) != "bash") return;
    const Tool& bash = *tool_named("bash");
    if (!lacks(now.state.image, bash) || now.state.packages || !now.state.settle(bash)) return;
    if (walk_.spoken_of(bash, now.stage.index, now.index, 0)) return;
    Finding& finding =
        report_.add(Place{&in, statement.args[0].span},
                    fmt::format("`bash` is not in `{}`, and nothing installs it before: no RUN "
                                "works from here on",
                                now.state.image_name));
    install(now, bash, in, finding);
  }

  // Notes the last package of a command: another one may follow it.
  void remember(const Command& command, const Script& script) {
    const Call call = call_of(command);
    const Installs install = installs(call);
    if (!install.found || install.first == 0 || call.size() <= install.first) return;
    // What belongs to a virtual package is removed later.
    if (script.kind != ShellKind::posix || command.conditional || command.has_flag("--virtual") ||
        command.has_flag("-t"))
      return;
    const ShellWord& last = command.words.back();
    if (last.expands || last.quoted || command.text(last).starts_with('-')) return;
    joint_ = {{script.in, {last.span.end, last.span.end}}, install.manager};
  }

  void install(const Current& now, const Tool& tool, const Instruction& in,
               Finding& finding) const {
    const std::string_view manager = now.state.image.manager;
    const std::string_view packages = manager == "apk"       ? tool.apk
                                      : manager == "apt-get" ? tool.apt
                                                             : tool.rpm;
    if (manager.empty() || packages.empty() || !is_root(now.index)) return;
    const std::string title = fmt::format("Install `{}`", packages);
    if (joint_.at.in && joint_.manager == manager) {
      finding.fixes.push_back(
          replace(joint_.at, fmt::format(" {}", packages), title, Safety::unsafe));
      return;
    }
    finding.fixes.push_back(
        {title, Safety::unsafe, {line_before(in, "RUN", command_line(manager, packages))}});
  }

  static std::string command_line(std::string_view manager, std::string_view packages) {
    if (manager == "apk") return fmt::format("apk add --no-cache {}", packages);
    if (manager != "apt-get")
      return fmt::format("{0} install -y {1} && {0} clean all", manager, packages);
    // What fetches over https needs to know whom to trust.
    const bool fetches = packages == "curl" || packages == "wget" || packages == "git";
    return fmt::format(
        "apt-get update && apt-get install -y --no-install-recommends {}{} && "
        "rm -rf /var/lib/apt/lists/*",
        fetches ? "ca-certificates " : "", packages);
  }

  bool is_root(uint32_t index) const {
    const uint32_t user = plan_.steps[index].user;
    if (user == none) return true;
    const std::string_view name = plan_.steps[user].value;
    return name == "root" || name == "0" || name.starts_with("root:") || name.starts_with("0:");
  }

  const Plan& plan_;
  const Document& document_;
  Report& report_;
  StageWalk walk_;
  Joint joint_;
  std::vector<bool> has_children_;
};

void check(const Plan& plan, const Document& document, Report& report) {
  Checker checker(plan, document, report);
  for (const Stage& stage : plan.stages) checker.stage(stage);
}

}  // namespace

Rule missing_tool() {
  return {
      .name = "missing-tool",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Install the programs that the image lacks before they are used",
      .why = R"(
Base images are small: `alpine` has no `bash`, `curl` or `git`, `debian` and `ubuntu` neither `curl`
nor `wget`, a `-slim` image lacks what its big sister has, and what one stage installs is not there in
the next. The build then stops at `not found`; worse, a HEALTHCHECK fails in every container, and
nobody sees why. Known are the images of the common distributions and languages and some dozens of
programs. As soon as anything could have brought the program (a script, an installer, a directory
copied over the system), the rule is silent.
)",
      .examples = {{
          {
              .bad = R"(
FROM alpine:3.20
RUN [|curl|] -fsSLo /srv/data.json https://example.com/data.json
)",
              .good = R"(
FROM alpine:3.20
RUN apk add --no-cache curl
RUN curl -fsSLo /srv/data.json https://example.com/data.json
)",
          },
          {
              .bad = R"(
FROM node:22-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/*
RUN [|git|] clone --depth 1 https://example.com/app.git /srv
)",
              .good = R"(
FROM node:22-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates git \
 && rm -rf /var/lib/apt/lists/*
RUN git clone --depth 1 https://example.com/app.git /srv
)",
          },
          {
              .bad = R"(
FROM python:3.12-slim
COPY app.py /srv/
HEALTHCHECK CMD [|curl|] -f http://localhost:8000/ || exit 1
CMD ["python", "/srv/app.py"]
)",
              .good = R"(
FROM python:3.12-slim
COPY app.py /srv/
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl && rm -rf /var/lib/apt/lists/*
HEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1
CMD ["python", "/srv/app.py"]
)",
          },
          {
              .bad = R"(
FROM golang:1.23-alpine AS build
SHELL [ [|"/bin/bash"|], "-c" ]
RUN go build -o /app .
)",
              .good = R"(
FROM golang:1.23-alpine AS build
RUN apk add --no-cache bash
SHELL [ "/bin/bash", "-c" ]
RUN go build -o /app .
)",
          },
          {
              .bad = R"(
FROM centos:7
USER build
RUN [|git|] clone https://example.com/app.git
)",
              .good = R"(
FROM centos:7
RUN yum install -y git && yum clean all
USER build
RUN git clone https://example.com/app.git
)",
          },
          {
              .bad = R"(
FROM debian:12-slim
ADD https://example.com/tool.tar.xz /tmp/
RUN tar -xf [|/tmp/tool.tar.xz|] -C /opt
)",
              .good = R"(
FROM debian:12-slim
ADD https://example.com/tool.tar.xz /tmp/
RUN apt-get update && apt-get install -y --no-install-recommends xz-utils && rm -rf /var/lib/apt/lists/*
RUN tar -xf /tmp/tool.tar.xz -C /opt
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
