// Reports yarn installs whose cache stays in the image.
#include "rules/packages/left_cache.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool is_literal_install(const Command& command) {
  const Invocation call = literal_invocation(command);
  return call.program == "yarn" && call.has("install");
}

bool is_literal_clean(const Command& command) {
  const Invocation call = literal_invocation(command);
  return call.program == "yarn" && (call.has("cache") || call.has("clean"));
}

// hadolint: the last stage and all that are a base; any `yarn … clean` behind it counts.
void check_as_hadolint(const Plan& plan, const Document& document, Report& report) {
  std::vector<bool> counts(plan.stages.size());
  for (const Stage& stage : plan.stages) {
    if (stage.parent != none) counts[stage.parent] = true;
  }
  if (!counts.empty()) counts.back() = true;
  for (uint32_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    const Instruction& in = *document.instructions[i];
    if (!step.script || step.stage == none || !counts[step.stage]) continue;
    if (in.effective().keyword != Keyword::run) continue;
    const std::vector<Command>& commands = step.script->commands;
    const auto install = std::find_if(commands.begin(), commands.end(), is_literal_install);
    if (install == commands.end()) continue;
    if (is_mounted(in, in.effective(),
                   [](std::string_view path) { return contains(path, ".cache/yarn"); }))
      continue;
    const auto clean = std::find_if(commands.begin(), commands.end(), is_literal_clean);
    if (clean != commands.end() && clean > install) continue;
    report.add({&in, install->words[0].span}, "yarn leaves its cache in the image");
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(plan, document, report);
  const auto is_ours = [](std::string_view program) { return program == "yarn"; };
  visit_left_caches(plan, document, is_ours,
                    [&](const LeftCache& left, const Stage&) { report_left(left, report); });
}

}  // namespace

Rule clean_yarn_cache() {
  return {
      .name = "clean-yarn-cache",
      .aliases = {"DL3060"},
      .category = Category::size,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Keep the cache of yarn out of the image",
      .why = R"(
Yarn keeps each package that it downloads in a cache, so the image carries all of them twice. Run
`yarn cache clean` in the same RUN, or mount a cache that later builds can use:
`RUN --mount=type=cache,target=/root/.cache/yarn yarn install`, with
`ENV YARN_CACHE_FOLDER=/root/.cache/yarn`. Cleaning in a later RUN does not help: the bytes stay in the earlier
layer. Stages that only lend files to the last one are not reported. Off by default: small caches are a matter of taste.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:22
COPY package.json yarn.lock ./
RUN [|yarn install|] --frozen-lockfile
)",
              .good = R"(
FROM node:22
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile && yarn cache clean
)",
          },
          {
              .bad = R"(
FROM node:22
COPY . /srv
RUN cd /srv \
 && [|yarn|] --production \
 && yarn build
)",
              .good = R"(
FROM node:22
COPY . /srv
RUN cd /srv \
 && yarn --production && yarn cache clean \
 && yarn build
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
