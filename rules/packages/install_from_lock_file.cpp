// Reports installs that may leave what the lock file says.
#include <array>

#include <fmt/core.h>

#include "rules/packages/call.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// How a program is told to keep to its lock file.
struct Strict {
  std::string_view program;
  std::array<std::string_view, 4> verbs;  // "" first: the bare program, too
  std::string_view lock;                  // the file, as COPY names it
  std::array<std::string_view, 8> flags;  // any of these: it is told so, or shall not be
  std::string_view cure;                  // the flag to add; empty: another verb
};

constexpr Strict stricts[] = {
    {"npm",
     {"install", "i"},
     "package-lock.json",
     {"--no-package-lock", "--package-lock-only", "-g", "--global", "--no-save", "--force",
      "--legacy-peer-deps", "--prefix"},
     ""},
    {"yarn",
     {"", "install"},
     "yarn.lock",
     {"--frozen-lockfile", "--immutable", "--pure-lockfile", "--no-lockfile", "--immutable-cache",
      "--version", "-v", "--help"},
     "--frozen-lockfile"},
    {"pnpm",
     {"install", "i"},
     "pnpm-lock.yaml",
     {"--frozen-lockfile", "--no-frozen-lockfile", "--no-lockfile", "--lockfile-only", "-g",
      "--global", "--fix-lockfile", "--prefer-frozen-lockfile"},
     "--frozen-lockfile"},
    {"bun",
     {"install", "i"},
     "bun.lock",
     {"--frozen-lockfile", "--no-save", "-g", "--global", "--production", "-p"},
     "--frozen-lockfile"},
    {"cargo",
     {"build", "b", "test", "run"},
     "Cargo.lock",
     {"--locked", "--frozen", "--offline"},
     "--locked"},
    {"uv", {"sync"}, "uv.lock", {"--locked", "--frozen"}, "--locked"},
    {"pipenv",
     {"install"},
     "Pipfile.lock",
     {"--deploy", "--ignore-pipfile", "--skip-lock"},
     "--deploy"},
    {"composer", {"update", "u", "upgrade"}, "composer.lock", {"--lock", "--dry-run"}, ""},
    {"dotnet",
     {"restore"},
     "packages.lock.json",
     {"--locked-mode", "--use-lock-file", "--force-evaluate", "--lock-file-path"},
     "--locked-mode"},
};

template <size_t n>
bool any_flag(const Invocation& call, const std::array<std::string_view, n>& flags) {
  return std::any_of(flags.begin(), flags.end(),
                     [&](std::string_view flag) { return !flag.empty() && call.has_flag(flag); });
}

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// The last path of a COPY from the context names the file itself: without a pattern it is there.
bool copies(const Instruction& in, std::string_view lock) {
  const Statement& copy = in.statement;
  if ((copy.keyword != Keyword::copy && copy.keyword != Keyword::add) || copy.args.size() < 2)
    return false;
  for (size_t i = 0; i + 1 < copy.args.size(); ++i) {
    const std::string_view path = in.value(copy.args[i]);
    if (file_name(path) == lock) return true;
  }
  return false;
}

// RUN --mount=type=bind,source=package-lock.json,…
bool mounts(const Instruction& run, std::string_view lock) {
  return std::ranges::any_of(run.statement.mounts, [&](const Mount& mount) {
    return std::ranges::any_of(mount.fields, [&](const MountField& field) {
      const std::string_view key = run.value(field.key);
      return (key == "source" || key == "src") && file_name(run.value(field.value)) == lock;
    });
  });
}

const Strict* strict_for(const Invocation& call) {
  const auto* strict = std::find_if(std::begin(stricts), std::end(stricts),
                                    [&](const Strict& s) { return s.program == call.program; });
  if (strict == std::end(stricts)) return nullptr;
  constexpr std::string_view valued[] = {"--network-timeout",
                                         "--registry",
                                         "--cwd",
                                         "--loglevel",
                                         "--omit",
                                         "--only",
                                         "--cache",
                                         "--cache-folder",
                                         "--filter",
                                         "-C",
                                         "--dir",
                                         "--target",
                                         "--bin",
                                         "-p",
                                         "--features",
                                         "--manifest-path",
                                         "--jobs",
                                         "-j",
                                         "--retry",
                                         "--without",
                                         "--path",
                                         "--python",
                                         "--extra",
                                         "--group",
                                         "--profile",
                                         "--modules-folder"};
  const std::vector<const ShellWord*> words = operands(call, valued);
  const bool bare = words.empty() && strict->verbs[0].empty();
  const bool named = !words.empty() && !call.text(*words[0]).empty() &&
                     std::find(strict->verbs.begin(), strict->verbs.end(), call.text(*words[0])) !=
                         strict->verbs.end();
  if (!bare && !named) return nullptr;
  // Named packages change the lock file on purpose.
  if (words.size() > 1 && call.program != "cargo" && call.program != "dotnet") return nullptr;
  return any_flag(call, strict->flags) ? nullptr : strict;
}

// The verb where there is one, else the program.
const ShellWord& verb_of(const Invocation& call) {
  for (const ShellWord& word : call.arguments) {
    if (!call.text(word).starts_with('-')) return word;
  }
  return *(call.arguments.data() - 1);
}

void report_one(const Command& command, const Invocation& call, const Strict& strict,
                const Instruction& copy, Report& report) {
  const Instruction* in = command.script->in;
  const ShellWord& verb = verb_of(call);
  const std::string name = verb.span == (call.arguments.data() - 1)->span
                               ? std::string(call.program)
                               : fmt::format("{} {}", call.program, call.text(verb));
  Finding& finding =
      report.add({in, verb.span},
                 fmt::format("`{}` may install other versions than {} says", name, strict.lock));
  finding.notes.push_back({{&copy, copy.statement.word.span},
                           copy.statement.keyword == Keyword::run
                               ? "the lock file is mounted here"
                               : "the lock file is copied here"});
  const bool in_place =
      command.script->kind == ShellKind::posix &&
      (command.words.size() < 2 || command.words[0].span != command.words[1].span);
  if (!in_place) return;
  if (strict.program == "npm") {
    finding.fixes.push_back(
        replace({in, verb.span}, "ci", "Install with `npm ci`", Safety::unsafe));
  } else if (strict.program == "composer") {
    finding.fixes.push_back(
        replace({in, verb.span}, "install", "Install what the lock file says", Safety::unsafe));
  } else if (!strict.cure.empty()) {
    finding.fixes.push_back(replace({in, {verb.span.end, verb.span.end}},
                                    fmt::format(" {}", strict.cure),
                                    fmt::format("Add `{}`", strict.cure), Safety::unsafe));
  }
}

// The first COPY of each lock file in the stage, or the RUN that mounts it, in the order of
// `stricts`.
using Locks = std::array<const Instruction*, std::size(stricts)>;

void note_locks(const Instruction& in, Locks& locks) {
  for (size_t i = 0; i < locks.size(); ++i) {
    if (locks[i] != nullptr) continue;
    if (copies(in, stricts[i].lock) || mounts(in, stricts[i].lock)) locks[i] = &in;
  }
}

void check_script(const Script& script, const Locks& locks, Report& report) {
  for (const Command& command : script.commands) {
    const Invocation call = invocation(command);
    const Strict* strict = strict_for(call);
    if (strict == nullptr) continue;
    const Instruction* copy = locks[static_cast<size_t>(strict - std::begin(stricts))];
    if (copy != nullptr) report_one(command, call, *strict, *copy, report);
  }
}

void check_stage(const Stage& stage, const Plan& plan, const Document& document, Report& report) {
  Locks copied{};
  for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
    const Instruction& in = *document.instructions[i];
    if (in.statement.keyword == Keyword::copy || in.statement.keyword == Keyword::add) {
      note_locks(in, copied);
    }
    const Step& step = plan.steps[i];
    if (in.statement.keyword != Keyword::run || !step.script) continue;
    Locks locks = copied;
    if (!in.statement.mounts.empty()) note_locks(in, locks);
    if (std::ranges::all_of(locks, [](const Instruction* lock) { return lock == nullptr; }))
      continue;
    check_script(*step.script, locks, report);
    for (const ScriptPtr& script : step.more) check_script(*script, locks, report);
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  for (const Stage& stage : plan.stages) check_stage(stage, plan, document, report);
}

}  // namespace

Rule install_from_lock_file() {
  return {
      .name = "install-from-lock-file",
      .category = Category::reproducibility,
      .severity = Severity::warning,
      .summary = "Install exactly what the lock file says",
      .why = R"(
The Dockerfile copies a lock file, yet the command that follows takes it as a hint: `npm install`, `yarn install`,
`cargo build` and others silently choose newer versions and rewrite the lock file, inside the image where
nobody sees it, when it does not fit the manifest. `npm ci`, `--frozen-lockfile` (yarn, pnpm, bun; Yarn 2 and
later call it `--immutable`), `--locked` (cargo, uv) and `--deploy` (pipenv) install what was tested,
or stop.

The fix is unsafe: a build whose lock file is out of step with its manifest will fail from now on, which is what it is
for.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:22
COPY package.json package-lock.json ./
RUN npm [|install|] --omit=dev
)",
              .good = R"(
FROM node:22
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
)",
          },
          {
              .bad = R"(
FROM node:22
COPY web/package.json web/yarn.lock ./
RUN [|yarn|] && yarn build
)",
              .good = R"(
FROM node:22
COPY web/package.json web/yarn.lock ./
RUN yarn --frozen-lockfile && yarn build
)",
          },
          {
              .bad = R"(
FROM rust:1.78 AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY src ./src
RUN cargo [|build|] --release
)",
              .good = R"(
FROM rust:1.78 AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY src ./src
RUN cargo build --locked --release
)",
          },
          {
              .bad = R"(
FROM python:3.12-slim
COPY pyproject.toml uv.lock ./
RUN uv [|sync|]
)",
              .good = R"(
FROM python:3.12-slim
COPY pyproject.toml uv.lock ./
RUN uv sync --locked
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
