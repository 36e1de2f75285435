// Reports dependencies that are fetched anew after each edit, because the whole context is copied
// before.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "analysis/base_facts.h"
#include "analysis/ecosystem.h"
#include "analysis/image.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// `path` as seen from `directory`, without . and ..; nothing where it leads above the root.
std::optional<std::string> resolved(std::string_view directory, std::string_view path) {
  std::string result(path.starts_with('/') ? std::string_view() : directory);
  while (result.ends_with('/')) result.pop_back();
  for (size_t at = 0; at < path.size();) {
    const size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (result.empty()) return {};
      result.resize(result.rfind('/'));
    } else {
      result += '/';
      result += part;
    }
  }
  return result;
}

// `path` below `directory`: "" for itself; nothing where it is elsewhere.
std::optional<std::string_view> below(std::string_view path, std::string_view directory) {
  if (!path.starts_with(directory)) return {};
  path.remove_prefix(directory.size());
  if (path.empty()) return path;
  if (path.front() != '/') return {};
  return path.substr(1);
}

// The working directory; "?" is what the image brings.
std::string_view directory_of(const Step& step) {
  return step.directory.empty() && !step.directory_known ? "?" : step.directory;
}

// A COPY of a whole directory.
struct Broad {
  uint32_t instruction = 0;
  Word source;
  std::string target;
  std::string prefix;  // of paths in the context: "" or "backend/"
};

// A command that such a COPY runs again.
struct Hit {
  const Command* command = nullptr;
  DependencyStep step;
  uint32_t instruction = 0;
  std::string directory;  // of the project
};

std::optional<Broad> broad_copy(const Instruction& in, const Step& step, uint32_t index) {
  const Statement& copy = in.statement;
  if (copy.keyword != Keyword::copy && copy.keyword != Keyword::add) return {};
  if (copy.args.size() != 2 || in.flag("from") || in.flag("exclude") || in.flag("parents"))
    return {};
  std::string_view source = in.value(copy.args[0]);
  if (source.find_first_of("$<:") != std::string_view::npos) return {};
  std::optional<std::string> target = resolved(directory_of(step), step.value);
  if (!target) return {};
  Broad broad{index, copy.args[0], std::move(*target), {}};
  const bool slash = source.ends_with('/');
  if (source.ends_with("/*")) source.remove_suffix(2);
  if (source == "*") source = ".";
  const std::optional<std::string> path = resolved("", source);
  if (!path || path->find_first_of("*?[") != std::string::npos) return {};
  if (path->empty()) return broad;
  // A file, by the looks of it.
  const std::string_view name = std::string_view(*path).substr(path->rfind('/') + 1);
  if (!slash && name.find('.') != std::string_view::npos) return {};
  if (name.starts_with("package") || name.ends_with("file") || name.ends_with("lock")) return {};
  broad.prefix = path->substr(1) + "/";
  return broad;
}

class StageWalk {
 public:
  StageWalk(const Plan& plan, const Document& document, Report& report)
      : plan_(plan), document_(document), report_(report) {}

  void walk(const Stage& stage) {
    broad_.clear();
    narrow_.clear();
    done_.clear();
    stage_ = stage.index;
    if (stage.parent != none) inherit(stage.parent);
    for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
      const Instruction& in = *document_.instructions[i];
      if (std::optional<Broad> broad = broad_copy(in, plan_.steps[i], i)) {
        broad_.push_back(std::move(*broad));
      } else if (in.statement.keyword == Keyword::copy || in.statement.keyword == Keyword::add) {
        narrow(in, plan_.steps[i]);
      }
      if (in.statement.keyword == Keyword::run) run(i);
    }
    done_by_stage_.resize(plan_.stages.size());
    done_by_stage_[stage.index] = done_;
  }

 private:
  void inherit(uint32_t parent) {
    if (parent < done_by_stage_.size()) done_ = done_by_stage_[parent];
  }
  void narrow(const Instruction& in, const Step& step) {
    if (in.flag("from")) return;
    if (std::optional<std::string> target = resolved(directory_of(step), step.value))
      narrow_.push_back(std::move(*target));
  }
  // That it is this COPY which brings the files of the project is beyond doubt.
  bool brings(const Broad& broad, const Hit& hit) const;
  void run(uint32_t index);
  void command(const Command& command, uint32_t index, std::optional<std::string>& directory);
  bool is_cheap(const Instruction& in) const;
  bool has_vendor(const Stage& stage) const;
  bool shows_application() const;
  void report(const Broad& broad, const Hit& hit);
  void add_notes(Finding& finding, const Hit& hit) const;
  std::string manifests(const Broad& broad, const Hit& hit) const;
  bool only_passes(uint32_t from, uint32_t to, bool variables) const;
  std::optional<Fix> fix_by_moving(const Broad& broad, const Hit& hit) const;
  std::optional<Fix> fix_by_fetching(const Broad& broad, const Hit& hit) const;

  const Plan& plan_;
  const Document& document_;
  Report& report_;
  uint32_t stage_ = none;
  std::vector<Broad> broad_;            // of this stage
  std::vector<std::string> narrow_;     // targets of its other COPYs from the context
  std::vector<const Ecosystem*> done_;  // what has been fetched in it
  std::vector<std::vector<const Ecosystem*>> done_by_stage_;
};

bool StageWalk::brings(const Broad& broad, const Hit& hit) const {
  const std::optional<std::string_view> rest = below(hit.directory, broad.target);
  if (!rest) return false;
  // Below the root lies what the image brings, too.
  if (broad.target.empty() && !rest->empty()) return false;
  // A GOPATH has no modules.
  if (hit.step.ecosystem->name == "go" && hit.directory.find("go/src") != std::string::npos)
    return false;
  return broad.prefix.empty() ||
         std::find(narrow_.begin(), narrow_.end(), hit.directory) == narrow_.end();
}

// A cache is mounted: what is fetched again comes from there.
bool StageWalk::is_cheap(const Instruction& in) const {
  return std::any_of(
      in.statement.mounts.begin(), in.statement.mounts.end(), [&](const Mount& mount) {
        return std::any_of(mount.fields.begin(), mount.fields.end(), [&](const MountField& field) {
          return in.value(field.key) == "type" && in.value(field.value) == "cache";
        });
      });
}

// Whether modules come with the sources, or before them from nowhere: go asks the network for none.
bool StageWalk::has_vendor(const Stage& stage) const {
  const ImageReference image = split_image(root_of(plan_, stage).base);
  constexpr std::string_view without_modules[] = {"1.5", "1.6", "1.7", "1.8", "1.9", "1.10"};
  const std::string_view version = image.tag.substr(0, image.tag.find('-'));
  const bool old = std::ranges::any_of(without_modules, [&](std::string_view known) {
    return version.starts_with(known) &&
           (version.size() == known.size() || version[known.size()] == '.');
  });
  if (image.repository == "golang" && old) return true;
  for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
    const Instruction& in = *document_.instructions[i];
    const Keyword keyword = in.statement.keyword;
    const bool may_tell = keyword == Keyword::copy || keyword == Keyword::add ||
                          keyword == Keyword::run || keyword == Keyword::env ||
                          keyword == Keyword::arg;
    if (may_tell && in.line().find("vendor") != std::string_view::npos) return true;
  }
  return false;
}

// Whether the Gemfile is that of an application. That of a gem reads the gemspec, which reads
// sources of the gem: then more is needed than these files.
bool StageWalk::shows_application() const {
  constexpr std::string_view of_gems[] = {"gemspec", "gem build", "version.rb"};
  constexpr std::string_view of_applications[] = {
      "rails",     "RAILS_",  "RACK_ENV",          "puma",   "unicorn", "rackup",
      "config.ru", "sidekiq", "assets:precompile", "hanami", "jekyll",  "passenger",
      "sinatra"};
  const std::string_view text = document_.text.bytes();
  const auto says = [&](std::string_view word) { return text.find(word) != text.npos; };
  return std::ranges::none_of(of_gems, says) && std::ranges::any_of(of_applications, says);
}

void StageWalk::run(uint32_t index) {
  const Step& step = plan_.steps[index];
  if (!step.script) return;
  std::optional<std::string> directory(directory_of(step));
  for (const Command& c : step.script->commands) command(c, index, directory);
  for (const ScriptPtr& script : step.more) {
    directory = directory_of(step);
    for (const Command& c : script->commands) command(c, index, directory);
  }
}

void StageWalk::command(const Command& command, uint32_t index,
                        std::optional<std::string>& directory) {
  const std::string_view name = command.name();
  if (name == "cd" || name == "pushd") {
    const bool known = directory && command.words.size() == 2 && !command.words[1].expands;
    directory = known ? resolved(*directory, command.text(command.words[1])) : std::nullopt;
    return;
  }
  // What follows works on files that do not come from the context.
  if (name == "git" || name == "popd" || name == "unzip" || name == "tar") directory.reset();
  std::optional<DependencyStep> step = dependency_step(invocation(command));
  if (!step) return;
  const bool first = std::find(done_.begin(), done_.end(), step->ecosystem) == done_.end();
  if (first) done_.push_back(step->ecosystem);
  if (!first || !directory || is_cheap(*document_.instructions[index])) return;
  std::optional<std::string> project = resolved(*directory, step->directory);
  if (!project) return;
  if (step->ecosystem->name == "go" && has_vendor(plan_.stages[stage_])) return;
  if (step->ecosystem->name == "bundler") step->certain &= shows_application();
  Hit hit{&command, std::move(*step), index, std::move(*project)};
  // The nearest one that brings the project.
  for (size_t i = broad_.size(); i-- > 0;) {
    if (!brings(broad_[i], hit)) continue;
    report(broad_[i], hit);
    return;
  }
}

void StageWalk::add_notes(Finding& finding, const Hit& hit) const {
  const Instruction* in = hit.command->script->in;
  finding.notes.push_back(
      {{in, hit.command->words.empty() ? in->statement.word.span : hit.command->words[0].span},
       "this runs again after each edit"});
  const Stage* stage = plan_.stage_of(hit.instruction);
  constexpr size_t most = 4;
  for (uint32_t i = hit.instruction + 1; i < stage->end && finding.notes.size() < most; ++i) {
    const Instruction& later = *document_.instructions[i];
    if (later.statement.keyword != Keyword::run) continue;
    finding.notes.push_back({{&later, later.statement.word.span}, "… and so does this"});
  }
}

void StageWalk::report(const Broad& broad, const Hit& hit) {
  const Instruction& copy = *document_.instructions[broad.instruction];
  std::string what(invocation(*hit.command).program);
  if (!hit.step.verb.empty()) what += fmt::format(" {}", hit.step.verb);
  Finding& finding =
      report_.add({&copy, broad.source.span},
                  hit.step.needs_sources
                      ? fmt::format("each edit makes `{}` fetch the dependencies again", what)
                      : fmt::format("each edit makes `{}` run again, which needs only {}", what,
                                    hit.step.ecosystem->manifests));
  add_notes(finding, hit);
  std::optional<Fix> fix =
      hit.step.needs_sources ? fix_by_fetching(broad, hit) : fix_by_moving(broad, hit);
  if (fix) finding.fixes.push_back(std::move(*fix));
}

// "package.json package-lock.json* ./": what a COPY before takes; empty where that is unknown.
std::string StageWalk::manifests(const Broad& broad, const Hit& hit) const {
  if (!hit.step.certain || hit.directory != broad.target || !hit.step.directory.empty()) return {};
  std::string sources;
  std::string_view list = hit.step.ecosystem->sources;
  for (size_t at = 0; at < list.size();) {
    const size_t end = std::min(list.find(' ', at), list.size());
    sources += fmt::format("{}{} ", broad.prefix, list.substr(at, end - at));
    at = end + 1;
  }
  for (const std::string_view file : hit.step.files) {
    const std::optional<std::string> path = resolved(hit.directory, file);
    const std::optional<std::string_view> rest =
        path ? below(*path, broad.target) : std::optional<std::string_view>();
    // One in a directory may well name others beside it.
    if (!rest || rest->empty() || rest->find('/') != std::string_view::npos) return {};
    // What has no ending counts as a directory where it is copied.
    if (rest->find('.') == std::string_view::npos) return {};
    sources += fmt::format("{}{} ", broad.prefix, *rest);
  }
  if (sources.empty()) return {};
  const Instruction& copy = *document_.instructions[broad.instruction];
  std::string target(copy.value(copy.statement.args[1]));
  if (!target.ends_with('/')) target += '/';
  return sources + target;
}

// Nothing between the two could miss the files, or be missed.
bool StageWalk::only_passes(uint32_t from, uint32_t to, bool variables) const {
  const Instruction& copy = *document_.instructions[from];
  const bool absolute = copy.value(copy.statement.args[1]).starts_with('/');
  for (uint32_t i = from + 1; i < to; ++i) {
    switch (document_.instructions[i]->statement.keyword) {
      case Keyword::env:
      case Keyword::arg:
        if (!variables) return false;
        break;
      case Keyword::workdir:
        if (!variables || !absolute) return false;
        break;
      case Keyword::label:
      case Keyword::expose:
      case Keyword::cmd:
      case Keyword::entrypoint:
      case Keyword::healthcheck:
        break;
      default:
        return false;
    }
  }
  return true;
}

// COPY in one line, its words written plainly.
bool is_plain_copy(const Instruction& in) {
  return !in.statement.exec_form && in.heredocs.empty() &&
         in.source(in.body).find('\n') == std::string_view::npos &&
         in.source(in.statement.args[1].span) == in.value(in.statement.args[1]);
}

// Everything from the keyword to the first source: "COPY --chown=app ".
std::string_view copy_head(const Instruction& in) {
  return in.source({in.body.begin, in.statement.args[0].span.begin});
}

// "RUN --network=host ": nothing where it does not stand in one line.
std::optional<std::string_view> run_head(const Instruction& in, const Script& script) {
  const std::string_view head = in.source({in.body.begin, script.span.begin});
  if (head.find('\n') != std::string_view::npos || !in.heredocs.empty()) return {};
  return head;
}

bool stands_alone(const Command& command) {
  return command.redirections.empty() && !command.in_pipe && !command.conditional &&
         !command.negated && !command.in_function && command.subshell == 0 &&
         command.substitution == 0 && (command.join == Join::first || command.join == Join::and_);
}

// It prepares the tools, and cannot need files of the project.
bool prepares(const Command& command) {
  const Invocation call = invocation(command);
  constexpr std::string_view known[] = {"apt-get", "apk", "corepack", "npm", "yarn",
                                        "pnpm",    "gem", "pip",      "pip3"};
  if (std::find(std::begin(known), std::end(known), call.program) == std::end(known)) return false;
  return stands_alone(command) &&
         std::none_of(call.arguments.begin(), call.arguments.end(), [&](const ShellWord& word) {
           const std::string_view text = call.text(word);
           return text.starts_with('.') || text.starts_with('/') || text == "run" || text == "-r";
         });
}

// It takes away what an earlier layer would keep if the two were no longer one.
bool tidies(const Command& command) {
  const Invocation call = invocation(command);
  constexpr std::string_view programs[] = {"rm", "apt-get", "apt", "apk", "find", "yum", "dnf"};
  constexpr std::string_view verbs[] = {"prune", "cache", "clean", "clear-cache", "uninstall"};
  if (std::find(std::begin(programs), std::end(programs), call.program) != std::end(programs))
    return true;
  return std::any_of(std::begin(verbs), std::end(verbs),
                     [&](std::string_view verb) { return call.has(verb); });
}

// The COPY takes the manifests; one of everything follows the command, and the rest of the RUN it.
std::optional<Fix> StageWalk::fix_by_moving(const Broad& broad, const Hit& hit) const {
  const Instruction& copy = *document_.instructions[broad.instruction];
  const Instruction& run = *document_.instructions[hit.instruction];
  const Script& script = *hit.command->script;
  if (!is_plain_copy(copy) || !only_passes(broad.instruction, hit.instruction, true)) return {};
  if (plan_.steps[hit.instruction].script.get() != &script || script.kind != ShellKind::posix ||
      !script.problems.empty() || !run.inner_comments.empty())
    return {};
  const std::optional<std::string_view> head = run_head(run, script);
  const std::string sources = manifests(broad, hit);
  if (!head || sources.empty() || !stands_alone(*hit.command)) return {};
  const size_t at = static_cast<size_t>(hit.command - script.commands.data());
  const bool last = at + 1 == script.commands.size();
  for (size_t i = 0; i < at; ++i) {
    const bool enters = last && script.commands[i].is("cd") && stands_alone(script.commands[i]);
    if (!enters && !prepares(script.commands[i])) return {};
  }
  const std::string_view newline = copy.text.find("\r\n") == std::string::npos ? "\n" : "\r\n";
  const std::string everything = fmt::format("{}{}", newline, copy.source(copy.body));
  Fix fix{fmt::format("Copy {} first", hit.step.ecosystem->manifests), Safety::unsafe, {}};
  const Span words{copy.statement.args[0].span.begin, copy.statement.args[1].span.end};
  fix.replacements.push_back({{&copy, words}, sources});
  if (last) {
    const std::string_view tail = run.source({hit.command->span.end, run.body.end});
    if (tail.find_first_not_of(" \t\r") != std::string_view::npos) return {};
    fix.replacements.push_back({{&run, {run.body.end, run.body.end}}, everything});
    return fix;
  }
  const auto rest = script.commands.begin() + static_cast<ptrdiff_t>(at) + 1;
  if (std::any_of(rest, script.commands.end(), tidies)) return {};
  const Command& next = *rest;
  if (next.join != Join::and_ || next.substitution != 0 || next.subshell != 0 || next.conditional)
    return {};
  // Only && and continuations stand between.
  const Span between{hit.command->span.end, next.span.begin};
  if (between.begin > between.end ||
      run.source(between).find_first_not_of(" \t\r\n&\\`") != std::string_view::npos)
    return {};
  fix.replacements.push_back({{&run, between}, fmt::format("{}{}{}", everything, newline, *head)});
  return fix;
}

// A COPY of the manifests and a RUN that fetches are put before the COPY.
std::optional<Fix> StageWalk::fix_by_fetching(const Broad& broad, const Hit& hit) const {
  const Instruction& copy = *document_.instructions[broad.instruction];
  const Instruction& run = *document_.instructions[hit.instruction];
  const Script& script = *hit.command->script;
  if (hit.step.fetch.empty() || !is_plain_copy(copy) || !hit.command->assignments.empty() ||
      !only_passes(broad.instruction, hit.instruction, false) || hit.command != &script.commands[0])
    return {};
  const std::optional<std::string_view> head = run_head(run, script);
  const std::string sources = manifests(broad, hit);
  if (!head || sources.empty()) return {};
  Fix fix{
      fmt::format("Fetch with {} alone first", hit.step.ecosystem->manifests), Safety::unsafe, {}};
  const std::string_view newline = copy.text.find("\r\n") == std::string::npos ? "\n" : "\r\n";
  fix.replacements.push_back({{&copy, {copy.body.begin, copy.body.begin}},
                              fmt::format("{}{}{}{}{}{}", copy_head(copy), sources, newline, *head,
                                          hit.step.fetch, newline)});
  return fix;
}

void check(const Plan& plan, const Document& document, Report& report) {
  // With exceptions to "everything" the context may be narrow on purpose.
  const BuildContext* context = report.context();
  if (context && context->ignore && context->ignore->has_exceptions()) {
    for (const IgnorePattern& pattern : context->ignore->patterns()) {
      if (pattern.is_everything()) return;
    }
  }
  StageWalk walk(plan, document, report);
  for (const Stage& stage : plan.stages) walk.walk(stage);
}

}  // namespace

Rule copy_manifests_first() {
  return {
      .name = "copy-manifests-first",
      .category = Category::cache,
      .severity = Severity::warning,
      .summary = "Copy what names the dependencies before everything else",
      .why = R"(
A step is taken from the cache as long as it and all before it are unchanged. After `COPY . .` an edit of any
file, even of the README, makes everything below run again: all dependencies are downloaded and
compiled anew. Yet they hang on a few files only: package.json and its lock file, requirements.txt,
go.mod and go.sum, Gemfile … Copy these first, install, then copy the rest; now most builds take seconds.

Where the tool cannot install without the sources, fetch only: `go mod download`,
`poetry install --no-root`, `uv sync --no-install-project`, `composer install --no-scripts --no-autoloader`,
`mvn dependency:go-offline`, cargo-chef; or mount a cache: `RUN --mount=type=cache,target=…`. A RUN
with such a mount is not reported.

Look at the fix before you take it: scripts that run at install time (`postinstall`), packages of the same
repository (`file:…`, workspaces), and files that a requirements file includes must be copied
first, too; and .dockerignore should leave out `node_modules`, which would else be copied over what was installed.
For Ruby there is a fix only where the file shows an application: the Gemfile of a gem reads its gemspec, and that
the sources. Go projects that bring a `vendor` directory are not reported.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:22
WORKDIR /srv
COPY [|.|] .
RUN npm ci
CMD ["node", "server.js"]
)",
              .good = R"(
FROM node:22
WORKDIR /srv
COPY package*.json .npmrc* ./
RUN npm ci
COPY . .
CMD ["node", "server.js"]
)",
          },
          {
              .bad = R"(
FROM node:22
WORKDIR /srv
# the app
COPY --chown=node [|./web|] /srv
ENV CI=1
RUN npm install --no-audit \
 && npm run build \
 && npm test
)",
              .good = R"(
FROM node:22
WORKDIR /srv
# the app
COPY --chown=node web/package*.json web/.npmrc* /srv/
ENV CI=1
RUN npm install --no-audit
COPY --chown=node ./web /srv
RUN npm run build \
 && npm test
)",
          },
          {
              .bad = R"(
FROM python:3.12-slim
WORKDIR /app
ADD [|.|] /app/
RUN pip install --no-cache-dir -r requirements.txt
)",
              .good = R"(
FROM python:3.12-slim
WORKDIR /app
ADD requirements.txt /app/
RUN pip install --no-cache-dir -r requirements.txt
ADD . /app/
)",
          },
          {
              .bad = R"(
FROM golang:1.22 AS build
WORKDIR /src
COPY [|.|] .
RUN go build -o /app ./cmd/app
FROM scratch
COPY --from=build /app /app
)",
              .good = R"(
FROM golang:1.22 AS build
WORKDIR /src
COPY go.mod go.sum* ./
RUN go mod download
COPY . .
RUN go build -o /app ./cmd/app
FROM scratch
COPY --from=build /app /app
)",
          },
          {
              .bad = R"(
FROM python:3.12-slim
WORKDIR /app
COPY [|.|] .
RUN uv sync --frozen
)",
              .good = R"(
FROM python:3.12-slim
WORKDIR /app
COPY pyproject.toml uv.lock* .python-version* ./
RUN uv sync --no-install-project --frozen
COPY . .
RUN uv sync --frozen
)",
          },
          {
              .bad = R"(
FROM maven:3-eclipse-temurin-21 AS build
COPY [|.|] /src
RUN cd /src && mvn -B package
)",
              .good = R"(
FROM maven:3-eclipse-temurin-21 AS build
COPY . /src
RUN --mount=type=cache,target=/root/.m2 cd /src && mvn -B package
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
