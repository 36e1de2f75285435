// Reports final stages that start a program as root because nobody said otherwise.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/base_facts.h"
#include "analysis/image.h"
#include "rules/new_line.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/runtime/started_user.h"

namespace dflint {
namespace {

bool is_own(const Stage& stage, uint32_t instruction) {
  return instruction != none && instruction >= stage.first;
}

// The user that an image brings for what is built on it; empty where none is known.
std::string_view ready_user(const Plan& plan, const Stage& stage) {
  const std::string_view image = split_image(root_of(plan, stage).base).repository;
  return image == "node" ? "node" : image == "oven/bun" ? "bun" : "";
}

// Above the first of CMD and ENTRYPOINT; nowhere where a RUN comes after that.
void mend(const Plan& plan, const Document& document, const Stage& stage, Finding& finding) {
  const std::string_view user = ready_user(plan, stage);
  if (user.empty()) return;
  uint32_t first = none;
  for (uint32_t i : {stage.entrypoint, stage.cmd}) {
    if (is_own(stage, i)) first = std::min(first, i);
  }
  for (uint32_t i = first; i < stage.end; ++i) {
    if (document.instructions[i]->effective().keyword == Keyword::run) return;
  }
  finding.fixes.push_back({fmt::format("Add `USER {}`", user),
                           Safety::unsafe,
                           {line_above(*document.instructions[first], "USER", user)}});
}

void check(const Plan& plan, const Document& document, Report& report) {
  if (plan.stages.empty()) return;
  const Stage& stage = plan.stages.back();
  if (stage.user != none || stage.windows || stage.from->statement.args.empty()) return;
  if (!is_own(stage, stage.cmd) && !is_own(stage, stage.entrypoint)) return;
  if (base_facts(plan)[stage.index].user != DefaultUser::root) return;
  if (starts_another_user(plan, stage)) return;
  Finding& finding = report.add({stage.from, stage.from->statement.args[0].span},
                                "the container runs as root: no USER says otherwise");
  mend(plan, document, stage, finding);
}

}  // namespace

Rule missing_user() {
  return {
      .name = "missing-user",
      .category = Category::security,
      .severity = Severity::warning,
      .on_by_default = false,
      .summary = "Set a USER in the final stage",
      .why = R"(
Without USER the container runs as whoever the base image says, for most images root: whoever breaks
into the program can change every file of the container and is one bug of the kernel away from the
host. Add `RUN useradd --system --uid 10001 app` and `USER 10001`, or use the user that the base image
brings, as `node` does. Images whose default user is not known are not reported.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:22 AS build
RUN npm ci
FROM [|node:22-alpine|]
COPY --from=build /app /app
# what runs
ENTRYPOINT ["node"]
CMD ["/app/server.js"]
)",
              .good = R"(
FROM node:22 AS build
RUN npm ci
FROM node:22-alpine
COPY --from=build /app /app
USER node
# what runs
ENTRYPOINT ["node"]
CMD ["/app/server.js"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
