// Reports files with credentials that are copied into a layer.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "analysis/credentials.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/secrets/published.h"

namespace dflint {
namespace {

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool removes(const Command& command, std::string_view base) {
  if (command.name() != "rm" && command.name() != "shred" && command.name() != "unlink")
    return false;
  return std::any_of(command.words.begin() + 1, command.words.end(),
                     [&](const ShellWord& word) { return base_name(command.text(word)) == base; });
}

// The first later RUN of the stage that deletes the file, or nullptr.
const Command* removal_of(const Plan& plan, uint32_t copy, std::string_view base) {
  const Stage& stage = plan.stages[plan.steps[copy].stage];
  for (uint32_t i = copy + 1; i < stage.end; ++i) {
    const Script* script = plan.steps[i].script.get();
    if (!script) continue;
    for (const Command& command : script->commands) {
      if (removes(command, base)) return &command;
    }
  }
  return nullptr;
}

// The path of the file in the image, where it is certain; else empty.
std::string target_of(const Plan& plan, const Document& document, const Source& source) {
  const Instruction& in = *document.instructions[source.instruction];
  const Statement& statement = in.statement;
  if (statement.trigger || statement.args.size() != 2 || !in.heredocs.empty() ||
      !statement.flags.empty() || !source.exact)
    return {};
  std::string target(in.value(statement.args[1]));
  if (target.find_first_of("$\\\"'`, ") != target.npos) return {};
  if (!target.starts_with('/')) {
    const uint32_t workdir = plan.steps[source.instruction].workdir;
    if (workdir == none) return {};
    const std::string_view base = plan.steps[workdir].value;
    if (!base.starts_with('/')) return {};
    if (target == "." || target == "./") target = "/";
    if (target.starts_with("./")) target.erase(0, 2);
    target =
        fmt::format("{}{}{}", base, base.ends_with('/') || target[0] == '/' ? "" : "/", target);
  }
  if (target.ends_with('/')) target += base_name(source.path);
  return target;
}

// The one RUN behind it in the stage, which needs the file then; none where there are more, or
// where something else could use it.
uint32_t only_run(const Plan& plan, const Document& document, uint32_t copy) {
  const Stage& stage = plan.stages[plan.steps[copy].stage];
  for (const Edge& edge : plan.edges) {
    if (edge.to == stage.index) return none;
  }
  uint32_t run = none;
  for (uint32_t i = copy + 1; i < stage.end; ++i) {
    if (document.instructions[i]->statement.keyword != Keyword::run) continue;
    if (run != none) return none;
    run = i;
  }
  return run;
}

void offer_mount(const Plan& plan, const Document& document, const Source& source,
                 Finding& finding) {
  const std::string_view base = base_name(source.path);
  // The others may be read when the container runs.
  if (base != ".npmrc" && base != ".pypirc" && base != ".netrc" && base != ".git-credentials" &&
      !base.starts_with("id_"))
    return;
  const std::string target = target_of(plan, document, source);
  const uint32_t run = only_run(plan, document, source.instruction);
  if (target.empty() || run == none) return;
  const Script* script = plan.steps[run].script.get();
  const Instruction& in = *document.instructions[source.instruction];
  const Instruction& into = *document.instructions[run];
  if (!script || into.statement.rest.empty()) return;

  Fix fix{
      fmt::format("Mount `{}` as a secret into the RUN that uses it", base), Safety::unsafe, {}};
  fix.replacements.push_back({{&in, {in.body.begin, static_cast<uint32_t>(in.text.size())}}, {}});
  const std::string_view id = base.substr(base.starts_with('.') ? 1 : 0);
  fix.replacements.push_back({{&into, {into.statement.rest.begin, into.statement.rest.begin}},
                              fmt::format("--mount=type=secret,id={},target={} ", id, target)});
  // A mount cannot be deleted. At the end of an && list the command only goes.
  for (size_t i = 0; i < script->commands.size(); ++i) {
    const Command& command = script->commands[i];
    if (!removes(command, base)) continue;
    const bool last = i + 1 == script->commands.size() && i > 0 &&
                      command.span.end == script->span.end && command.join == Join::and_ &&
                      command.subshell == 0 && !command.conditional;
    if (!last || command.operands().size() != 1) return;
    fix.replacements.push_back({{&into, {script->commands[i - 1].span.end, command.span.end}}, {}});
  }
  finding.fixes.push_back(std::move(fix));
}

void check(const Plan& plan, const Document& document, Report& report) {
  std::vector<bool> published;
  int left = 50;  // each looks through the rest of its stage
  for (const Source& source : plan.sources) {
    const std::string_view kind = credential_file(source.path);
    if (kind.empty()) continue;
    if (left-- == 0) return;
    if (published.empty()) published = published_stages(plan);
    const uint32_t stage = plan.steps[source.instruction].stage;
    const bool ships = stage == none || published[stage];
    const std::string_view base = base_name(source.path);
    const Command* removal = stage == none ? nullptr : removal_of(plan, source.instruction, base);
    Finding& finding = report.add(
        source.place, fmt::format("`{}` looks like {}, and this layer keeps it{}", base, kind,
                                  !ships    ? " in the build cache"
                                  : removal ? " although it is deleted later"
                                            : ""));
    if (!ships) finding.severity = Severity::info;
    if (removal) {
      finding.notes.push_back(
          {{removal->script->in, removal->span}, "deleted here, from the layers above only"});
    }
    offer_mount(plan, document, source, finding);
  }
}

}  // namespace

Rule copied_secret_file() {
  return {
      .name = "copied-secret-file",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Mount files with credentials instead of copying them",
      .why = R"(
What COPY and ADD bring stays in their layer: to delete the file in a later RUN only hides it, and
whoever pulls the image can take it out. Mount it into the one RUN that needs it with
`RUN --mount=type=secret,id=npmrc,target=/app/.npmrc npm ci` and build with
`docker build --secret id=npmrc,src=.npmrc`; for SSH keys there is `--mount=type=ssh`; what the
program reads at run time, the container should be given. In a stage that is only copied from, the
file is not shipped but stays in the build cache, also in one that is exported; that is reported mildly.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:20
WORKDIR /app
COPY package.json package-lock.json ./
COPY [|.npmrc|] ./
RUN npm ci && rm -f .npmrc
)",
              .good = R"(
FROM node:20
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=secret,id=npmrc,target=/app/.npmrc npm ci
)",
          },
          {
              .bad = R"(
FROM alpine:3.20
COPY [|keys/id_rsa|] /root/.ssh/id_rsa
RUN git clone git@git.example.com:app.git
RUN rm /root/.ssh/id_rsa
)",
              .good = R"(
FROM alpine:3.20
RUN --mount=type=ssh git clone git@git.example.com:app.git
)",
          },
          {
              .bad = R"(
FROM nginx:1.27
COPY [|certs/server.key|] certs/server.crt /etc/nginx/
)",
              .good = R"(
FROM nginx:1.27
COPY certs/server.crt /etc/nginx/
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
