// Reports final stages whose last USER is root.
#include <algorithm>
#include <string>

#include <fmt/core.h>

#include "analysis/ascii.h"
#include "analysis/base_facts.h"
#include "rules/new_line.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/runtime/started_user.h"

namespace dflint {
namespace {

// hadolint: the last USER of each stage, as written.
void check_as_hadolint(const Plan& plan, const Document& document, Report& report) {
  const Instruction* last = nullptr;
  const auto finish = [&] {
    if (last)
      report.add({last, last->statement.args[0].span}, "the last USER of the stage is root");
    last = nullptr;
  };
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    if (in.statement.keyword == Keyword::from) finish();
    if (in.statement.keyword != Keyword::user || in.statement.args.empty()) continue;
    const std::string_view user = in.value(in.statement.args[0]);
    last = plan.steps[i].stage != none && is_root(user) ? &in : nullptr;
  }
  finish();
}

// The user that the stage had before it became root: of an earlier USER, certainly not root.
std::string_view former_user(const Plan& plan, const Stage& stage) {
  uint32_t before = plan.steps[stage.user].user;
  // Each one stands above the last.
  for (; before != none; before = plan.steps[before].user) {
    const std::string_view user = plan.steps[before].value;
    if (user.find('$') != std::string_view::npos) return {};
    if (!user.empty() && !is_root(user)) return user;
  }
  return {};
}

void check(const Plan& plan, const Document& document, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(plan, document, report);
  if (plan.stages.empty()) return;
  const Stage& stage = plan.stages.back();
  if (stage.user == none || !is_root(plan.steps[stage.user].value) || stage.windows) return;
  if (stage.cmd == none && stage.entrypoint == none) return;
  const Instruction& in = *document.instructions[stage.user];
  if (in.statement.keyword != Keyword::user || in.statement.args.empty()) return;
  // A build argument may well say something else.
  if (in.value(in.statement.args[0]).find('$') != std::string_view::npos) return;
  if (starts_another_user(plan, stage)) return;
  Finding& finding = report.add({&in, in.statement.args[0].span},
                                "the container runs as root, for this is the last USER");
  const std::string_view user = former_user(plan, stage);
  if (!is_plain_word(user) || stage.user < stage.first) return;
  // Before what starts; else at the end.
  uint32_t at = stage.end;
  while (at > stage.user + 1) {
    const Keyword keyword = document.instructions[at - 1]->statement.keyword;
    if (keyword != Keyword::cmd && keyword != Keyword::entrypoint && keyword != Keyword::none &&
        keyword != Keyword::healthcheck)
      break;
    --at;
  }
  Replacement line = line_below(*document.instructions[at - 1], "USER", user);
  finding.fixes.push_back(replace(line.place, std::move(line.text),
                                  fmt::format("Go back to `USER {}`", user), Safety::unsafe));
}

}  // namespace

Rule last_user_not_root() {
  return {
      .name = "last-user-not-root",
      .aliases = {"DL3002"},
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Let the last USER of the final stage not be root",
      .why = R"(
The last USER runs what the container starts. `USER root` is right for the steps that install
something, and is then often forgotten: whoever breaks into the program is root in the container, can
change every file of it and is one bug of the kernel away from the host. Go back to the other user
afterwards. Stages that only build are not looked at, nor are containers that start an init or change
the user themselves, with `gosu`, `su-exec` and the like.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:22
USER node
WORKDIR /app
USER [|root|]
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg
CMD ["node", "server.js"]
)",
              .good = R"(
FROM node:22
USER node
WORKDIR /app
USER root
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg
USER node
CMD ["node", "server.js"]
)",
          },
          {
              .bad = R"(
FROM golang:1.24 AS build
USER root
RUN go build -o /app
FROM debian:12
COPY --from=build /app /app
USER [|0:0|]
ENTRYPOINT ["/app"]
)",
              .good = R"(
FROM golang:1.24 AS build
USER root
RUN go build -o /app
FROM debian:12
COPY --from=build /app /app
USER 10001:10001
ENTRYPOINT ["/app"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
