// Reports stages that the last one does not need.
#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Stage& stage, const Plan& plan, Report& report) {
  if (stage.needed || plan.stages.size() < 2) return;
  const Statement& from = stage.from->statement;
  if (stage.name.empty()) {
    report.add({stage.from, from.word.span}, "nothing that the last stage needs uses this stage");
    return;
  }
  report.add({stage.from, from.args[2].span},
             fmt::format("nothing that the last stage needs uses stage `{}`", stage.name));
}

}  // namespace

Rule unused_stage() {
  return {
      .name = "unused-stage",
      .category = Category::size,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Remove stages that nothing uses",
      .why = R"(
A build goes only through the stages that its target needs, which is the last one unless `--target` says
otherwise. A stage that the last one does not need is dead, or the target of another build: files that
hold several targets have such stages on purpose, so this rule is off by default.
)",
      .examples = {{
          {
              .bad = R"(
FROM golang:1.22 AS build
RUN go build -o /app
FROM golang:1.22 AS [|test|]
RUN go test
FROM debian:12
COPY --from=build /app /app
)",
              .good = R"(
FROM golang:1.22 AS build
RUN go build -o /app
FROM debian:12
COPY --from=build /app /app
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
