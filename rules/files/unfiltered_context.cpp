// Reports COPY of the whole build context where .dockerignore lets through what no image should
// hold.
#include <string>
#include <vector>

#include <fmt/core.h>

#include "analysis/shell/script.h"
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

// A file in the directory stands for all: `.git/*` is a way to leave it out, too.
bool passes(const IgnoreFile& ignore, std::string_view path) {
  return ignore.excludes(path) == nullptr;
}

void report_one(const Source& source, const BuildContext& context, bool shipped, bool modules,
                Report& report) {
  std::string names;
  const auto add = [&](std::string_view name) {
    names += fmt::format("{}`{}`", names.empty() ? "" : ", ", name);
  };
  const IgnoreFile& ignore = *context.ignore;
  const bool overwrites = modules && passes(ignore, "node_modules/a/package.json");
  if (overwrites) add("node_modules");
  if (shipped && passes(ignore, ".git/config")) add(".git");
  if (shipped && passes(ignore, ".env")) add(".env");
  if (names.empty()) return;
  Finding& finding = report.add(
      source.place, overwrites
                        ? fmt::format("{} does not leave out {}: modules of the host would go over "
                                      "those installed before",
                                      context.ignore_name, names)
                        : fmt::format("{} does not leave out {}, which would go into the image",
                                      context.ignore_name, names));
  if (!overwrites) finding.severity = Severity::info;
}

void check(const Plan& plan, const Document&, Report& report) {
  const BuildContext* context = report.context();
  if (!context || plan.sources.empty()) return;
  if (context->ignore ? context->ignore->size() > 1u << 16 : !report.flag("ask-for-file")) return;
  const std::vector<bool> shipped = shipped_stages(plan);
  const Modules modules(plan);
  size_t left = 100;
  for (const Source& source : plan.sources) {
    const std::string path = clean_path(source.path);
    if (path != "." && path != "/" && path != "*") continue;
    if (left-- == 0) return;
    const uint32_t stage = plan.steps[source.instruction].stage;
    if (stage == none) continue;
    if (!context->ignore) {
      report.add(source.place, "there is no .dockerignore, so this takes all that lies around")
          .severity = Severity::info;
      continue;
    }
    report_one(source, *context, shipped[stage], modules.before(source.instruction), report);
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
`node_modules`, over installed ones. Where there is no such file the context may be another
directory; with `ask-for-file` that is reported, too.
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
      }},
      .check = check,
  };
}

}  // namespace dflint
