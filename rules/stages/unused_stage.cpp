// Reports stages that the last one does not need.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Stage& stage, const Plan&, Report& report) {
  if (stage.needed) return;
  const Statement& from = stage.from->statement;
  const Span span = stage.name.empty() ? from.word.span : from.args[2].span;
  report.add(Place{stage.from, span}, "the last stage does not need this one");
}

}  // namespace

Rule unused_stage() {
  return {
      .name = "unused-stage",
      .category = Category::style,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Remove stages that nothing needs",
      .why = R"(
A build without `--target` skips stages that the last one does not need. They may be meant for `--target`,
so this is off by default.
)",
      .examples = {{
          {
              .bad = R"(
FROM golang:1.22 AS [|tools|]
RUN go install example.com/tool@v1.2.3
FROM debian:12
RUN true
)",
              .good = R"(
FROM debian:12
RUN true
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
