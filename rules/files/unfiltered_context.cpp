// Reports COPY of the whole build context where .dockerignore lets through what no image should
// hold.
#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "analysis/shell/script.h"
#include "rules/context_tree.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool installs_node_modules(const Script* script) {
  if (!script) return false;
  for (const Command& command : script->commands) {
    const std::string_view name = command.name();
    if (name == "yarn" && command.operands(1).empty()) return true;
    if (name != "npm" && name != "yarn" && name != "pnpm" && name != "bun") continue;
    if (command.has_flag("--global") || command.has_flag("-g")) continue;
    for (std::string_view verb : {"install", "ci", "i"}) {
      if (command.is(name, verb)) return true;
    }
  }
  return false;
}

// Whether each stage, or one that it is built from, installs modules of Node before the step.
class Modules {
 public:
  explicit Modules(const Plan& plan) : plan_(plan), first_(plan.stages.size(), none) {
    for (size_t i = 0; i < plan.steps.size(); ++i) {
      const uint32_t stage = plan.steps[i].stage;
      if (stage != none && first_[stage] == none &&
          installs_node_modules(plan.steps[i].script.get()))
        first_[stage] = static_cast<uint32_t>(i);
    }
  }

  bool before(uint32_t instruction) const {
    uint32_t stage = plan_.steps[instruction].stage;
    while (stage != none) {
      if (first_[stage] != none && first_[stage] < instruction) return true;
      const uint32_t parent = plan_.stages[stage].parent;
      stage = parent != none && parent < stage ? parent : none;
    }
    return false;
  }

 private:
  const Plan& plan_;
  std::vector<uint32_t> first_;
};

bool is_root(std::string_view path) { return path == "." || path == "/" || path == "*"; }

// A file in the directory stands for all: `.git/*` is a way to leave it out, too.
bool passes(const BuildContext& context, std::string_view path) {
  return !context.ignore || context.ignore->excludes(path) == nullptr;
}

// Keys and passwords by their names; whether they are real, only their owner knows.
bool is_secret_name(std::string_view name) {
  constexpr std::string_view names[] = {
      ".aws",   ".git-credentials", ".netrc",     ".pypirc", ".ssh",       "credentials.json",
      "id_dsa", "id_ecdsa",         "id_ed25519", "id_rsa",  "kubeconfig", "terraform.tfstate"};
  constexpr std::string_view endings[] = {".key", ".p12", ".pfx", ".keystore", ".tfstate"};
  if (name == ".env" || name.starts_with(".env.")) return true;
  return std::find(std::begin(names), std::end(names), name) != std::end(names) ||
         std::any_of(std::begin(endings), std::end(endings),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

struct Copied {
  const BuildContext& context;
  std::string directory;  // "." for the whole context
  bool shipped = false;   // into the image that the file makes
  bool modules = false;   // over modules installed before
};

// What goes along that should not, as paths of the context.
class Unwanted {
 public:
  explicit Unwanted(const Copied& copied) : copied_(copied) {
    const ContextTree* tree = copied.context.tree;
    if (tree) entries_ = tree->list(copied.directory);
    overwrites_ = copied.modules && takes("node_modules", "node_modules/a/package.json");
    if (overwrites_ || (copied.shipped && !is_whole() && holds("node_modules"))) {
      add("node_modules", "node_modules/a/package.json");
    }
    if (!copied.shipped) return;
    if (is_whole() && takes(".git", ".git/config")) add(".git", ".git/config");
    if (takes(".env", ".env")) add(".env", ".env");
    if (!entries_) return;
    for (const ContextEntry& entry : *entries_) {
      if (names_.size() == most_names) return;
      if (entry.name == ".env" || !is_secret_name(entry.name)) continue;
      // What everybody may read in the repository is no secret.
      if (tree->untracked && tree->untracked(path_of(entry.name))) add(entry.name, entry.name);
    }
  }

  const std::vector<std::string>& names() const { return names_; }
  bool overwrites() const { return overwrites_; }

 private:
  static constexpr size_t most_names = 10;

  bool is_whole() const { return copied_.directory == "."; }
  std::string path_of(std::string_view name) const {
    return is_whole() ? std::string(name) : copied_.directory + '/' + std::string(name);
  }
  bool holds(std::string_view name) const {
    return entries_ && std::any_of(entries_->begin(), entries_->end(),
                                   [&](const auto& entry) { return entry.name == name; });
  }
  // An ignore file is there to leave out what may come; without one only what is there counts.
  bool takes(std::string_view name, std::string_view part) const {
    const bool may_come = is_whole() && copied_.context.ignore;
    return (may_come || holds(name)) && passes(copied_.context, path_of(part));
  }
  void add(std::string_view name, std::string_view part) {
    if (passes(copied_.context, path_of(part))) names_.push_back(path_of(name));
  }

  const Copied& copied_;
  std::shared_ptr<const ContextEntries> entries_;
  std::vector<std::string> names_;
  bool overwrites_ = false;
};

// Whether there is something to report.
bool report_one(const Source& source, const Copied& copied, Report& report) {
  const Unwanted unwanted(copied);
  if (unwanted.names().empty()) return false;
  std::string names;
  for (const std::string& name : unwanted.names()) {
    names += fmt::format("{}`{}`", names.empty() ? "" : ", ", name);
  }
  const std::string leaves =
      copied.context.ignore
          ? fmt::format("{} does not leave out {}", copied.context.ignore_name, names)
          : fmt::format("no .dockerignore leaves out {}", names);
  Finding& finding = report.add(
      source.place,
      unwanted.overwrites()
          ? fmt::format("{}: modules of the host would go over those installed before", leaves)
          : fmt::format("{}, which would go into the image", leaves));
  if (!unwanted.overwrites()) finding.severity = Severity::info;
  finding.ignore = unwanted.names();
  return true;
}

// The directory of the context that a source takes with all in it; empty: none, or who knows.
std::string directory_of(const Source& source, const ContextTree* tree) {
  const std::string path = clean_path(source.path);
  if (is_root(path)) return ".";
  if (!tree || !source.exact || source.path.find_first_of("*?[$\\") != std::string_view::npos)
    return {};
  std::string inside = context_path(source.path);
  if (inside == ".") return {};
  return look_up(*tree, inside).presence == Presence::directory ? inside : std::string();
}

void check(const Plan& plan, const Document&, Report& report) {
  const BuildContext* context = report.context();
  if (!context || plan.sources.empty()) return;
  if (context->ignore && context->ignore->size() > 1u << 16) return;
  const bool asked = !context->ignore && report.flag("ask-for-file");
  if (!context->ignore && !context->tree && !asked) return;
  const std::vector<bool> shipped = shipped_stages(plan);
  const Modules modules(plan);
  size_t left = 100;
  for (const Source& source : plan.sources) {
    const uint32_t stage = plan.steps[source.instruction].stage;
    if (stage == none) continue;
    const std::string directory = directory_of(source, context->tree);
    if (directory.empty()) continue;
    if (left-- == 0) return;
    const Copied copied{*context, directory, shipped[stage],
                        directory == "." && modules.before(source.instruction)};
    if (!report_one(source, copied, report) && asked && directory == ".") {
      report.add(source.place, "there is no .dockerignore, so this takes all that lies around")
          .severity = Severity::info;
    }
  }
}

}  // namespace

Rule unfiltered_context() {
  return {
      .name = "unfiltered-context",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Keep .git, .env and node_modules out of the build context",
      .why = R"(
`COPY . .` takes whatever lies in the directory: `.git` with the whole history and perhaps a token,
`.env` with the passwords of somebody's machine, `node_modules` of another system over those that
were just installed. A line in `.dockerignore` keeps each of them out, makes the build context
smaller, and the cache last longer. Reported are copies of the whole context where a
`.dockerignore` exists but lets one of these through: into the image that the file makes, or, for
`node_modules`, over installed ones. Where there is no such file, or where a directory is copied, it
is reported of those that lie there; so are keys and passwords (`id_rsa`, `.env.local`, `*.key`)
that `.gitignore` keeps out of the repository. The directory of the Dockerfile is taken for the
context. With `ask-for-file` a missing `.dockerignore` is reported whatever lies there.

An editor offers to add the lines to the `.dockerignore`.
)",
      .options = {{{"ask-for-file", OptionKind::flag, "false",
                    "Whether a missing .dockerignore is reported"}}},
      .examples = {{
          {
              .bad = R"(
FROM node:22
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci
COPY [|.|] .
)",
              .good = R"(
FROM node:22
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci
COPY src ./src
)",
              .ignore = R"(
.git
.env*
dist
)",
          },
          {
              .bad = R"(
FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN go build -o /app
FROM python:3.12
WORKDIR /srv
COPY [|./|] /srv/
)",
              .good = R"(
FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN go build -o /app
FROM python:3.12
WORKDIR /srv
COPY app /srv/
)",
              .ignore = R"(
**/__pycache__
)",
          },
          {
              .bad = R"(
FROM python:3.12
WORKDIR /srv
COPY [|.|] .
COPY [|web|] ./static
)",
              .good = R"(
FROM python:3.12
WORKDIR /srv
COPY main.py .
COPY web/src ./static
)",
              .files = R"(
.git/config
main.py
web/node_modules/a/package.json
web/src/index.html
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
