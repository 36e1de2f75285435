// Reports names that miss a stage by a letter.
#include "analysis/suggest.h"
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  if (plan.stages.size() < 2) return;
  std::vector<std::string_view> names;
  for (const Stage& stage : plan.stages) {
    if (stage.lower_name.size() > 2) names.push_back(stage.lower_name);
  }
  if (names.empty() || names.size() > 500) return;
  for (const Edge& edge : plan.edges) {
    if (edge.to != none || edge.name.size() < 4 ||
        edge.name.find_first_of(":/@.$") != std::string_view::npos)
      continue;
    const std::string_view near = nearest(edge.name, names);
    if (near.empty()) continue;
    Finding& finding = report.add(
        edge.place, fmt::format("no stage is named `{}`; did you mean `{}`?", edge.name, near));
    finding.fixes.push_back(
        replace(edge.place, std::string(near), fmt::format("Write `{}`", near), Safety::unsafe));
  }
}

}  // namespace

Rule misspelt_stage() {
  return {
      .name = "misspelt-stage",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Name the stage that is meant",
      .why = R"(
A name that no stage has is taken for an image and pulled from a registry. Where it differs from a stage
of the file by one or two letters, that is hardly what was meant.
)",
      .examples = {{
          {
              .bad = R"(
FROM golang:1.22 AS builder
RUN go build -o /app .
FROM debian:12
COPY --from=[|bulider|] /app /app
)",
              .good = R"(
FROM golang:1.22 AS builder
RUN go build -o /app .
FROM debian:12
COPY --from=builder /app /app
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
