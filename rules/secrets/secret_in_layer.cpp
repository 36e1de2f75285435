// Reports commands of RUN that write a secret into the layer, where it outlives the build.
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "analysis/credentials.h"
#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/secrets/published.h"

namespace dflint {
namespace {

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// What holds secrets in one RUN: files and variables. Few, or each word would be compared with
// many.
constexpr size_t most_secrets = 32;

struct Secrets {
  std::vector<std::string> files;
  std::vector<std::string> variables;
  std::vector<std::string> mounts;  // targets whose contents are no part of the layer

  // Whether the word reads a secret file. Values write $NAME as ${NAME}.
  bool names_file(std::string_view text) const {
    return std::any_of(files.begin(), files.end(), [&](const std::string& file) {
      const size_t at = text.find(file);
      return at != text.npos &&
             (at + file.size() == text.size() ||
              std::string_view("/)\"' `;|").find(text[at + file.size()]) != std::string_view::npos);
    });
  }
  bool holds(std::string_view text) const {
    if (text.find('$') == text.npos && text.find('`') == text.npos) return false;
    for (const std::string& variable : variables) {
      if (text.find("${" + variable + "}") != text.npos) return true;
    }
    return names_file(text);
  }
  bool is_mounted(std::string_view path) const {
    return std::any_of(mounts.begin(), mounts.end(), [&](const std::string& mount) {
      return path.starts_with(mount) && (path.size() == mount.size() || path[mount.size()] == '/');
    });
  }
};

std::string_view field(const Instruction& in, const Mount& mount, std::string_view name,
                       std::string_view other = {}, std::string_view third = {}) {
  for (const MountField& part : mount.fields) {
    const std::string_view key = in.value(part.key);
    if (key == name || (!other.empty() && key == other) || (!third.empty() && key == third))
      return in.value(part.value);
  }
  return {};
}

void add_mounts(const Instruction& in, Secrets& secrets) {
  for (const Mount& mount : in.effective().mounts) {
    if (secrets.mounts.size() + secrets.variables.size() >= most_secrets) return;
    const std::string_view type = field(in, mount, "type");
    const std::string_view target = field(in, mount, "target", "dst", "destination");
    if (type != "secret") {
      if (type != "ssh" && target.size() > 1) secrets.mounts.emplace_back(target);
      continue;
    }
    const std::string_view id = field(in, mount, "id");
    const std::string_view env = field(in, mount, "env");
    if (!env.empty()) secrets.variables.emplace_back(env);
    if (!target.empty()) {
      secrets.files.emplace_back(target);
      secrets.mounts.emplace_back(target);
    } else if (env.empty() && !id.empty()) {
      secrets.files.push_back(fmt::format("/run/secrets/{}", id));
    }
  }
}

// TOKEN=$(cat /run/secrets/token) makes TOKEN one too.
void add_assignments(const Script& script, Secrets& secrets) {
  for (const Command& command : script.commands) {
    for (const Assignment& assignment : command.assignments) {
      if (secrets.variables.size() < most_secrets && secrets.holds(command.text(assignment.value)))
        secrets.variables.emplace_back(assignment.name);
    }
    if (command.name() != "export") continue;
    for (const ShellWord& word : command.words) {
      const std::string_view text = command.text(word);
      const size_t equals = text.find('=');
      if (equals != text.npos && secrets.variables.size() < most_secrets &&
          secrets.holds(text.substr(equals + 1)))
        secrets.variables.emplace_back(text.substr(0, equals));
    }
  }
}

// Hands on what it reads, so that a secret in is a secret out.
bool hands_on(std::string_view name) {
  constexpr std::string_view programs[] = {"echo", "printf", "cat",  "base64", "envsubst",
                                           "sed",  "tr",     "head", "jq",     "cut"};
  return std::find(std::begin(programs), std::end(programs), name) != std::end(programs);
}

// Whether a later command of the script deletes the file or directory: names are compared, since
// ~, $HOME and /root are often the same.
bool deleted_later(const Command& command, std::string_view path) {
  const std::string_view base = base_name(path);
  const std::vector<Command>& all = command.script->commands;
  for (const Command& later : all) {
    const bool trap = later.name() == "trap";
    if (&later <= &command && !trap) continue;
    const Callee call = callee(later);
    if (!trap && call.name != "rm" && call.name != "shred" && call.name != "unlink" &&
        call.name != "mv")
      continue;
    for (size_t i = 1; i < call.words.size(); ++i) {
      std::string_view text = call.text(i);
      while (text.ends_with('/')) text.remove_suffix(1);
      if (text == path || base_name(text) == base || (trap && text.find(base) != text.npos) ||
          (call.words[i].glob && !text.empty()) ||
          (text.size() > 1 && path.starts_with(text) && path[text.size()] == '/'))
        return true;
    }
  }
  return false;
}

bool later_has(const Command& command, std::string_view program, std::string_view argument) {
  const std::vector<Command>& all = command.script->commands;
  for (auto i = static_cast<size_t>(&command - all.data()) + 1; i < all.size(); ++i) {
    if (callee(all[i]).name == program && all[i].has_argument(argument)) return true;
  }
  return false;
}

bool is_kept(const Command& command, std::string_view path, const Secrets& secrets) {
  return !path.starts_with("/dev/") && !path.starts_with("/proc/") &&
         !path.starts_with("/run/secrets/") && !secrets.is_mounted(path) &&
         !deleted_later(command, path);
}

struct Leak {
  const ShellWord* word = nullptr;  // where it goes
  std::string message;
};

// Some argument holds a secret, or is the file of one.
bool reads_secret(const Callee& call, const Secrets& secrets) {
  for (size_t i = 1; i < call.words.size(); ++i) {
    if (secrets.holds(call.text(i)) || (call.name != "echo" && secrets.names_file(call.text(i))))
      return true;
  }
  return std::any_of(call.command->redirections.begin(), call.command->redirections.end(),
                     [&](const Redirection& redirection) {
                       return redirection.op == "<" &&
                              secrets.names_file(call.command->text(redirection.target));
                     });
}

// echo $TOKEN > file, cat /run/secrets/token | tee file
Leak written_file(const Callee& call, const Secrets& secrets) {
  if (!hands_on(call.name) || call.command->substitution != 0) return {};
  const std::vector<Command>& all = call.command->script->commands;
  const Command* last = call.command;
  while (last->piped_to_next && last + 1 < all.data() + all.size() &&
         (hands_on(callee(last[1]).name) || callee(last[1]).name == "tee")) {
    ++last;
  }
  const ShellWord* target = nullptr;
  for (const Redirection& redirection : last->redirections) {
    if (redirection.fd != 2 && (redirection.op == ">" || redirection.op == ">>" ||
                                redirection.op == ">|" || redirection.op == "&>"))
      target = &redirection.target;
  }
  if (!target && last != call.command) {
    const Callee tee = callee(*last);
    for (size_t i = 1; tee.name == "tee" && i < tee.words.size(); ++i) {
      if (!tee.text(i).starts_with('-')) target = &tee.words[i];
    }
  }
  if (!target || !reads_secret(call, secrets)) return {};
  const std::string_view path = last->text(*target);
  if (!is_kept(*last, path, secrets)) return {};
  return {target, fmt::format("the secret written to `{}` stays in the layer", path)};
}

// cp /run/secrets/key /root/.ssh/id_rsa
Leak copied_file(const Callee& call, const Secrets& secrets) {
  if (call.name != "cp" && call.name != "install") return {};
  const ShellWord* from = nullptr;
  const ShellWord* to = nullptr;
  for (size_t i = 1; i < call.words.size(); ++i) {
    if (call.text(i).starts_with('-')) continue;
    if (secrets.names_file(call.text(i))) from = &call.words[i];
    to = &call.words[i];
  }
  if (!from || !to || from == to) return {};
  std::string path(call.command->text(*to));
  if (path.ends_with('/') || path == ".")
    path = fmt::format("{}/{}", path, base_name(call.command->text(*from)));
  if (!is_kept(*call.command, path, secrets)) return {};
  return {to, fmt::format("the secret copied to `{}` stays in the layer", path)};
}

struct Setter {
  std::string_view program;
  std::string_view words[2];  // that it must have among its arguments
  std::string_view file;      // where it writes
};

constexpr Setter setters[] = {{"npm", {"config", "set"}, ".npmrc"},
                              {"npm", {"set"}, ".npmrc"},
                              {"pnpm", {"config", "set"}, ".npmrc"},
                              {"yarn", {"config", "set"}, ".yarnrc.yml"},
                              {"git", {"config", "--global"}, ".gitconfig"},
                              {"git", {"config", "--system"}, "gitconfig"},
                              {"pip", {"config", "set"}, "pip.conf"},
                              {"pip3", {"config", "set"}, "pip.conf"},
                              {"composer", {"config", "--global"}, "auth.json"},
                              {"composer", {"config", "-g"}, "auth.json"},
                              {"poetry", {"config"}, "auth.toml"},
                              {"bundle", {"config"}, "config"},
                              {"aws", {"configure", "set"}, "credentials"},
                              {"dotnet", {"nuget", "add"}, "NuGet.Config"}};

bool undone_later(const Command& command, const Setter& setter) {
  if (deleted_later(command, setter.file)) return true;
  for (const std::string_view word :
       {"unset", "delete", "--unset", "--unset-all", "--remove-section", "rm", "remove"}) {
    if (later_has(command, setter.program, word)) return true;
  }
  return false;
}

// npm config set //registry.npmjs.org/:_authToken $TOKEN
Leak setting(const Callee& call, const Secrets& secrets) {
  for (const Setter& setter : setters) {
    if (setter.program != call.name) continue;
    const bool sets = std::all_of(
        std::begin(setter.words), std::end(setter.words),
        [&](std::string_view word) { return word.empty() || call.command->has_argument(word); });
    if (!sets) continue;
    for (size_t i = 1; i < call.words.size(); ++i) {
      if (!secrets.holds(call.text(i))) continue;
      if (undone_later(*call.command, setter)) return {};
      return {&call.words[i], fmt::format("{} writes this secret to `{}`, which stays in the layer",
                                          call.name, setter.file)};
    }
  }
  return {};
}

// git clone https://$TOKEN@host/x leaves the URL in x/.git/config.
Leak cloned(const Callee& call, const Secrets& secrets) {
  if (call.name != "git") return {};
  const Command& command = *call.command;
  const bool clone = command.has_argument("clone");
  if (!clone && !(command.has_argument("remote") &&
                  (command.has_argument("add") || command.has_argument("set-url"))))
    return {};
  for (size_t i = 1; i < call.words.size(); ++i) {
    const std::string_view text = call.text(i);
    if (text.find("://") == text.npos || !secrets.holds(text)) continue;
    std::string_view directory = text;
    if (directory.ends_with(".git")) directory.remove_suffix(4);
    directory = base_name(directory);
    if (i + 1 < call.words.size() && !call.text(i + 1).starts_with('-'))
      directory = call.text(i + 1);
    if (deleted_later(command, ".git") || deleted_later(command, directory) ||
        later_has(command, "git", "set-url") || later_has(command, "git", "remote"))
      return {};
    return {
        &call.words[i],
        "git keeps this URL, with the secret in it, in `.git/config`, which stays in the layer"};
  }
  return {};
}

// Build arguments that look like secrets and have no value of their own.
std::vector<const Variable*> secret_arguments(const Plan& plan) {
  std::vector<const Variable*> found;
  for (const Variable& variable : plan.variables) {
    if (variable.kind == VariableKind::arg && variable.value.empty() && variable.stage != none &&
        found.size() < most_secrets && names_secret(variable.name))
      found.push_back(&variable);
  }
  return found;
}

void add_arguments(const Plan& plan, const std::vector<const Variable*>& arguments, uint32_t run,
                   Secrets& secrets) {
  for (const Variable* variable : arguments) {
    if (variable->instruction > run) continue;
    uint32_t stage = plan.steps[run].stage;
    for (int depth = 0; depth < 100 && stage != none && stage != variable->stage; ++depth) {
      stage = plan.stages[stage].parent;
    }
    if (stage == variable->stage) secrets.variables.emplace_back(variable->name);
  }
}

// A cheap test before the others.
bool may_leak(const Callee& call, const Secrets& secrets) {
  for (size_t i = 1; i < call.words.size(); ++i) {
    if (secrets.holds(call.text(i)) || secrets.names_file(call.text(i))) return true;
  }
  const std::vector<Redirection>& redirections = call.command->redirections;
  return std::any_of(redirections.begin(), redirections.end(), [&](const Redirection& from) {
    return from.op == "<" && secrets.names_file(call.command->text(from.target));
  });
}

void check_script(const Script& script, Secrets secrets, bool ships, Report& report) {
  add_assignments(script, secrets);
  int left = 50;  // each looks for what undoes it in the rest of the script
  for (const Command& command : script.commands) {
    const Callee call = callee(command);
    if (!may_leak(call, secrets)) continue;
    if (left-- == 0) return;
    Leak leak = written_file(call, secrets);
    if (!leak.word) leak = copied_file(call, secrets);
    if (!leak.word) leak = setting(call, secrets);
    if (!leak.word) leak = cloned(call, secrets);
    if (!leak.word) continue;
    Finding& finding = report.add({script.in, leak.word->span}, std::move(leak.message));
    if (!ships) finding.severity = Severity::info;
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  const std::vector<const Variable*> arguments = secret_arguments(plan);
  std::vector<bool> published;
  for (uint32_t i = 0; i < plan.steps.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Step& step = plan.steps[i];
    if (in.effective().keyword != Keyword::run || step.stage == none) continue;
    if (arguments.empty() && in.effective().mounts.empty()) continue;
    Secrets secrets;
    add_mounts(in, secrets);
    add_arguments(plan, arguments, i, secrets);
    if (secrets.files.empty() && secrets.variables.empty()) continue;
    if (published.empty()) published = published_stages(plan);
    if (step.script) check_script(*step.script, secrets, published[step.stage], report);
    for (const ScriptPtr& script : step.more) {
      check_script(*script, secrets, published[step.stage], report);
    }
  }
}

}  // namespace

Rule secret_in_layer() {
  return {
      .name = "secret-in-layer",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Leave no secret behind in a layer",
      .why = R"(
A secret that is mounted, or given as a build argument, for one RUN is of no use if the RUN writes it
down: what a command leaves on disk is in the layer, and deleting it in a later RUN only hides it.
Some write it where one does not look: `npm config set` to `.npmrc`, `git clone https://$TOKEN@…` to
`.git/config`. Delete the file in the same RUN, mount the secret where the tool looks for it
(`--mount=type=secret,id=npmrc,target=/root/.npmrc`), or give it through the environment of the one
command. In a stage that is only copied from, the layer stays in the build cache; that is reported
mildly.
)",
      .examples = {{
          {
              .bad = R"d(
FROM node:20
RUN --mount=type=secret,id=token \
    echo "//registry.npmjs.org/:_authToken=$(cat /run/secrets/token)" > [|/root/.npmrc|] \
    && npm ci
)d",
              .good = R"d(
FROM node:20
RUN --mount=type=secret,id=token \
    echo "//registry.npmjs.org/:_authToken=$(cat /run/secrets/token)" > /root/.npmrc \
    && npm ci \
    && rm /root/.npmrc
)d",
          },
          {
              .bad = R"(
FROM alpine/git:2.45.2
RUN --mount=type=secret,id=token,env=TOKEN \
    git clone [|https://x-access-token:$TOKEN@github.com/acme/app.git|] /app
)",
              .good = R"(
FROM alpine/git:2.45.2
RUN --mount=type=secret,id=token,env=TOKEN \
    git clone https://x-access-token:$TOKEN@github.com/acme/app.git /app \
    && rm -rf /app/.git
)",
          },
          {
              .bad = R"(
FROM node:20
ARG NPM_TOKEN
RUN npm config set //registry.npmjs.org/:_authToken [|$NPM_TOKEN|] && npm ci
)",
              .good = R"(
FROM node:20
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci
)",
          },
          {
              .bad = R"(
FROM alpine:3.20
RUN --mount=type=secret,id=key cp /run/secrets/key [|/root/.ssh/id_ed25519|]
)",
              .good = R"(
FROM alpine:3.20
RUN --mount=type=secret,id=key,target=/root/.ssh/id_ed25519 ssh git@git.example.com
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
