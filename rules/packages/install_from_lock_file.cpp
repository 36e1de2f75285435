// Reports installs that may leave what the lock file says.
#include <array>

#include <fmt/core.h>

#include "analysis/word_filter.h"
#include "rules/packages/call.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// How a program is told to keep to its lock file.
struct Strict {
  std::string_view program;
  std::array<std::string_view, 8> verbs;  // "" first: the bare program, too
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
    {"bundle",
     {"", "install"},
     "Gemfile.lock",
     {"--frozen", "--deployment", "--version", "-v"},
     ""},
    {"bundle", {"update"}, "Gemfile.lock", {}, ""},
    {"poetry", {"update", "up"}, "poetry.lock", {"--dry-run"}, ""},
    {"poetry", {"lock"}, "poetry.lock", {"--check", "--no-update"}, ""},
    {"go", {"mod", "get", "build", "install", "test", "run", "list"}, "go.sum", {}, ""},
};

constexpr WordFilter programs = filter_of(stricts, &Strict::program);

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
                                       "--modules-folder",
                                       "--gemfile"};

// go mod tidy, go get -u of the main module, and what is told with -mod=mod to write go.mod;
// nothing else of go leaves go.sum.
bool go_leaves_sum(const Invocation& call, const std::vector<const ShellWord*>& words) {
  if (call.has("-mod=mod")) return true;
  const std::string_view verb = call.text(*words[0]);
  if (verb == "mod") return words.size() == 2 && call.text(*words[1]) == "tidy";
  if (verb != "get" || !call.has("-u")) return false;
  return std::all_of(words.begin() + 1, words.end(), [&](const ShellWord* word) {
    const std::string_view text = call.text(*word);
    return text == "." || text == "./...";
  });
}

bool is_loose(const Strict& strict, const Invocation& call,
              const std::vector<const ShellWord*>& words) {
  if (strict.program != call.program) return false;
  const bool bare = words.empty() && strict.verbs[0].empty();
  const bool named = !words.empty() && !call.text(*words[0]).empty() &&
                     std::find(strict.verbs.begin(), strict.verbs.end(), call.text(*words[0])) !=
                         strict.verbs.end();
  if (!bare && !named) return false;
  if (call.program == "go") return go_leaves_sum(call, words);
  // Named packages change the lock file on purpose; of these, the words are something else.
  const bool takes_names = call.program != "cargo" && call.program != "dotnet" &&
                           (call.program != "bundle" || strict.verbs[0].starts_with("update"));
  if (words.size() > 1 && takes_names) return false;
  return !any_flag(call, strict.flags);
}

const Strict* strict_for(const Invocation& call) {
  if (!programs.may_hold(call.program)) return nullptr;
  const std::vector<const ShellWord*> words = operands(call, valued);
  const auto* strict = std::find_if(std::begin(stricts), std::end(stricts),
                                    [&](const Strict& s) { return is_loose(s, call, words); });
  return strict == std::end(stricts) ? nullptr : strict;
}

// The verb where there is one, else the program.
const ShellWord& verb_of(const Invocation& call) {
  for (const ShellWord& word : call.arguments) {
    if (!call.text(word).starts_with('-')) return word;
  }
  return *(call.arguments.data() - 1);
}

// The word that tells the program to: its verb, but of go what stands behind that.
const ShellWord& culprit_of(const Invocation& call) {
  if (call.program == "go") {
    for (const ShellWord& word : call.arguments) {
      if (is_one_of(call.text(word), {"tidy", "-u", "-mod=mod"})) return word;
    }
  }
  return verb_of(call);
}

// `npm install`, `go mod tidy`
std::string name_of(const Invocation& call) {
  std::string name(call.program);
  const ShellWord& verb = verb_of(call);
  const ShellWord& culprit = culprit_of(call);
  if (&verb != call.arguments.data() - 1) name += fmt::format(" {}", call.text(verb));
  if (&culprit != &verb) name += fmt::format(" {}", call.text(culprit));
  return name;
}

void report_one(const Command& command, const Invocation& call, const Strict& strict,
                const Instruction& copy, Report& report) {
  const Instruction* in = command.script->in;
  const ShellWord& verb = culprit_of(call);
  const std::string name = name_of(call);
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
  } else if (call.text(verb) == "tidy") {
    finding.fixes.push_back(replace({in, verb.span}, "download",
                                    "Download what `go.mod` and `go.sum` say", Safety::unsafe));
  } else if (strict.program == "composer" || call.text(verb) == "update") {
    finding.fixes.push_back(
        replace({in, verb.span}, "install", "Install what the lock file says", Safety::unsafe));
  } else if (strict.program == "bundle" && command.assignments.empty() &&
             command.words.data() + 1 == call.arguments.data()) {
    const uint32_t begin = command.words[0].span.begin;
    finding.fixes.push_back(replace({in, {begin, begin}}, "BUNDLE_FROZEN=true ",
                                    "Set `BUNDLE_FROZEN=true`", Safety::unsafe));
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

// BUNDLE_FROZEN=true, BUNDLE_DEPLOYMENT=1: Bundler keeps to the lock file.
bool freezes(std::string_view variable, std::string_view value) {
  return (variable == "BUNDLE_FROZEN" || variable == "BUNDLE_DEPLOYMENT") && !value.empty() &&
         value != "false" && value != "0";
}

// sed -i … Gemfile, rm Gemfile.lock: then another lock file is meant.
bool changes_gemfile(const Command& command) {
  const auto is_it = [&](const ShellWord& word) {
    const std::string_view name = file_name(command.text(word));
    return name == "Gemfile" || name == "Gemfile.lock";
  };
  return std::any_of(command.words.begin(), command.words.end(), is_it) ||
         std::any_of(command.redirections.begin(), command.redirections.end(),
                     [&](const Redirection& redirection) { return is_it(redirection.target); });
}

// The command sets that for those behind it: by export, or for later RUNs too with `bundle config`.
bool freezes(const Command& command) {
  const Invocation call = invocation(command);
  if (call.program == "bundle")
    return call.has("config") && (call.has("frozen") || call.has("deployment"));
  if (changes_gemfile(command)) return true;
  const bool sets = command.words.empty() || command.is("export");
  if (!sets) return false;
  return std::any_of(command.assignments.begin(), command.assignments.end(),
                     [&](const Assignment& a) { return freezes(a.name, command.text(a.value)); }) ||
         std::any_of(command.words.begin(), command.words.end(), [&](const ShellWord& word) {
           const std::string_view text = command.text(word);
           const size_t equals = std::min(text.find('='), text.size());
           return freezes(text.substr(0, equals), text.substr(std::min(equals + 1, text.size())));
         });
}

bool is_frozen_for(const Command& command) {
  return std::any_of(command.assignments.begin(), command.assignments.end(),
                     [&](const Assignment& a) { return freezes(a.name, command.text(a.value)); });
}

// `frozen`: Bundler has been told to keep to the lock file, or shall not; a command of this script
// may do so for what follows.
void check_script(const Script& script, const Locks& locks, bool& frozen, Report& report) {
  for (const Command& command : script.commands) {
    frozen |= freezes(command);
    const Invocation call = invocation(command);
    const Strict* strict = strict_for(call);
    if (strict == nullptr) continue;
    if (strict->program == "bundle" && (frozen || is_frozen_for(command))) continue;
    const Instruction* copy = locks[static_cast<size_t>(strict - std::begin(stricts))];
    if (copy != nullptr) report_one(command, call, *strict, *copy, report);
  }
}

// ENV that freezes Bundler, or its settings, copied in.
bool brings_setting(const Instruction& in) {
  if (copies(in, ".bundle") || in.line().find(".bundle/config") != std::string_view::npos)
    return true;
  if (in.statement.keyword != Keyword::env && in.statement.keyword != Keyword::arg) return false;
  return std::any_of(in.statement.pairs.begin(), in.statement.pairs.end(), [&](const Pair& pair) {
    return pair.has_value && freezes(in.value(pair.key), in.value(pair.value));
  });
}

// Gives whether Bundler is told to keep to the lock file at the end of the stage.
bool check_stage(const Stage& stage, const Plan& plan, const Document& document, bool frozen,
                 Report& report) {
  Locks copied{};
  for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
    const Instruction& in = *document.instructions[i];
    if (in.statement.keyword == Keyword::copy || in.statement.keyword == Keyword::add) {
      note_locks(in, copied);
    }
    frozen |= brings_setting(in);
    const Step& step = plan.steps[i];
    if (in.statement.keyword != Keyword::run || !step.script) continue;
    Locks locks = copied;
    if (!in.statement.mounts.empty()) note_locks(in, locks);
    check_script(*step.script, locks, frozen, report);
    for (const ScriptPtr& script : step.more) check_script(*script, locks, frozen, report);
  }
  return frozen;
}

void check(const Plan& plan, const Document& document, Report& report) {
  std::vector<bool> frozen(plan.stages.size());
  for (const Stage& stage : plan.stages) {
    const bool before = stage.parent < stage.index && frozen[stage.parent];
    frozen[stage.index] = check_stage(stage, plan, document, before, report);
  }
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
or stop. Bundler is told so by `BUNDLE_FROZEN=true` or `bundle config set frozen true`. `bundle update`, `composer update`,
`poetry update`, `poetry lock`, `go mod tidy`, `go get -u ./...` and `-mod=mod` write another lock file; do that
where it can be committed, not in the image.

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
          {
              .bad = R"(
FROM ruby:3.3
COPY Gemfile Gemfile.lock ./
RUN bundle [|install|]
)",
              .good = R"(
FROM ruby:3.3
COPY Gemfile Gemfile.lock ./
RUN BUNDLE_FROZEN=true bundle install
)",
          },
          {
              .bad = R"(
FROM golang:1.23
COPY go.mod go.sum ./
COPY . .
RUN go mod [|tidy|] && go build -o /app
)",
              .good = R"(
FROM golang:1.23
COPY go.mod go.sum ./
COPY . .
RUN go mod download && go build -o /app
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
