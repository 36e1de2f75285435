// Reports commands that write to a working directory which belongs to root while another user runs.
#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "analysis/ascii.h"
#include "analysis/shell/callee.h"
#include "rules/new_line.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/runtime/named_user.h"
#include "rules/runtime/ownership.h"

namespace dflint {
namespace {

// Whether the word names something right in the directory.
bool is_in(const Command& command, const ShellWord& word, std::string_view directory) {
  std::string_view path = command.text(word);
  if (word.expands || path.empty() || path[0] == '~' || path[0] == '-') return false;
  if (path[0] == '/') {
    if (!path.starts_with(directory) || path.size() <= directory.size() + 1) return false;
    path.remove_prefix(directory.size());
    if (path[0] != '/') return false;
    path.remove_prefix(1);
  }
  while (path.size() > 2 && path.starts_with("./")) path.remove_prefix(2);
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path != "." && path != ".." && path.find('/') == std::string_view::npos;
}

// Whether the command makes files right in the directory, where it stands.
bool writes_here(const Command& command, const Callee& call, std::string_view directory) {
  const std::vector<const ShellWord*> operands = call.operands();
  const std::string_view verb = operands.empty() ? "" : command.text(*operands[0]);
  const auto arguments = call.arguments();
  if (call.name == "mkdir" || call.name == "touch")
    return std::any_of(operands.begin(), operands.end(),
                       [&](const ShellWord* word) { return is_in(command, *word, directory); });
  if (call.name == "git") return verb == "clone" && operands.size() == 2 && arguments.size() == 2;
  if (call.name == "npm" || call.name == "pnpm") {
    constexpr std::string_view elsewhere[] = {"-g", "--global", "--prefix", "-C", "--dir"};
    return (verb == "install" || verb == "ci" || verb == "i") &&
           std::none_of(std::begin(elsewhere), std::end(elsewhere),
                        [&](std::string_view flag) { return has_flag(command, arguments, flag); });
  }
  return call.name == "yarn" && arguments.size() == operands.size() &&
         (operands.empty() || (verb == "install" && operands.size() == 1));
}

// The first command that writes to the directory the script begins in.
const Command* first_writer(const Script& script, std::string_view directory) {
  for (const Command& command : script.commands) {
    if (command.is("cd") || command.is("pushd")) return nullptr;
    if (command.words.empty() || command.conditional || command.in_function) continue;
    const Callee call = callee(command);
    if (!call.as_other_user && writes_here(command, call, directory)) return &command;
  }
  return nullptr;
}

class Check {
 public:
  Check(const Plan& plan, const Document& document, Report& report)
      : plan_(plan), document_(document), report_(report), facts_(base_facts(plan)) {}

  void run() {
    for (const Stage& stage : plan_.stages) {
      if (stage.windows || stage.base_kind != BaseKind::image) continue;
      bool unclear = facts_[stage.index].user != DefaultUser::root;
      for (uint32_t i = stage.first + 1; i < stage.end && !unclear; ++i) {
        const Instruction& in = *document_.instructions[i];
        if (in.statement.keyword == Keyword::run && inspect(i, stage)) break;
        unclear = in.statement.keyword == Keyword::volume || may_change_owner(in, plan_.steps[i]);
      }
    }
  }

 private:
  // Whether something was reported: the rest of the stage never runs.
  bool inspect(uint32_t i, const Stage& stage) {
    const Step& step = plan_.steps[i];
    const std::string_view user = named_other_user(plan_, document_, step.user);
    if (user.empty() || step.workdir == none || step.workdir < stage.first || !step.script)
      return false;
    const Step& made = plan_.steps[step.workdir];
    const std::string_view path = made.value;
    if (step.user < step.workdir || !runs_as_root(plan_, made, facts_) || !path.starts_with('/') ||
        path.find('$') != std::string_view::npos || may_be_given(path) ||
        !document_.instructions[i]->statement.mounts.empty())
      return false;
    const Command* command = first_writer(*step.script, path);
    if (!command) return false;
    const Callee call = callee(*command);
    const Instruction& in = *document_.instructions[i];
    Finding& finding = report_.add(
        {&in, call.words[0].span},
        fmt::format("`{}` writes to `{}`, which belongs to root, as `{}`", call.name, path, user));
    const Instruction& workdir = *document_.instructions[step.workdir];
    finding.notes.push_back({{&workdir, workdir.statement.word.span}, "made here by root"});
    const Instruction& set = *document_.instructions[step.user];
    if (!runs_as_root(plan_, plan_.steps[step.user], facts_) || !is_plain_word(user) ||
        !is_plain_word(path))
      return true;
    finding.fixes.push_back({fmt::format("Give the directory to `{}`", user),
                             Safety::unsafe,
                             {line_before(set, "RUN", fmt::format("chown {} {}", user, path))}});
    return true;
  }

  const Plan& plan_;
  const Document& document_;
  Report& report_;
  const std::vector<BaseFacts> facts_;  // of the stages
};

void check(const Plan& plan, const Document& document, Report& report) {
  Check(plan, document, report).run();
}

}  // namespace

Rule unwritable_workdir() {
  return {
      .name = "unwritable-workdir",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Give the working directory to the user who writes to it",
      .why = R"(
WORKDIR creates the directory as the user of that moment: root, where no USER stands above it. After
`USER node` nothing can be created in it, and `npm ci` or `mkdir` fails with `EACCES: permission
denied`. Put USER above WORKDIR, or `chown` the directory while still root. Files that COPY brings
belong to root, too, unless `--chown` says otherwise.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:22
WORKDIR /app
COPY package.json package-lock.json ./
USER node
RUN [|npm|] ci
COPY . .
)",
              .good = R"(
FROM node:22
WORKDIR /app
COPY package.json package-lock.json ./
RUN chown node /app
USER node
RUN npm ci
COPY . .
)",
          },
          {
              .bad = R"(
FROM debian:12
WORKDIR /srv/site
USER www-data
RUN echo start && [|mkdir|] -p /srv/site/cache
)",
              .good = R"(
FROM debian:12
WORKDIR /srv/site
RUN chown www-data /srv/site
USER www-data
RUN echo start && mkdir -p /srv/site/cache
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
