// Reports a stage name that an earlier stage has.
#include <unordered_map>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  if (plan.stages.size() < 2) return;
  std::unordered_map<std::string_view, const Stage*> seen;
  for (const Stage& stage : plan.stages) {
    if (stage.name.empty()) continue;
    // hadolint: the names as written.
    const std::string_view name = report.as_hadolint() ? stage.name : stage.lower_name;
    const auto [first, fresh] = seen.try_emplace(name, &stage);
    if (fresh) continue;
    Finding& finding = report.add(Place{stage.from, stage.from->statement.args[2].span},
                                  fmt::format("stage name `{}` is taken already", stage.name));
    const Stage& other = *first->second;
    finding.notes.push_back({{other.from, other.from->statement.args[2].span}, "by this stage"});
  }
}

}  // namespace

Rule unique_stage_names() {
  return {
      .name = "unique-stage-names",
      .aliases = {"DuplicateStageName", "DL3024"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Give each stage a name of its own",
      .why = R"(
BuildKit accepts two stages of one name and then means the later one wherever the name is used, so
that `COPY --from` silently takes its files from another stage than before. Case does not tell names
apart.
)",
      .examples = {{
          {
              .bad = R"(
FROM golang:1.22 AS build
RUN go build -o /app .
FROM node:20 AS [|build|]
RUN npm ci
)",
              .good = R"(
FROM golang:1.22 AS build
RUN go build -o /app .
FROM node:20 AS assets
RUN npm ci
)",
          },
          {
              .bad = R"(
FROM debian:12 AS tools
FROM alpine:3 AS [|Tools|]
)",
              .good = R"(
FROM debian:12 AS tools
FROM alpine:3 AS small-tools
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
