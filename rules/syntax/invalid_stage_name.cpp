// Reports names that no stage can have.
#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::stage_name, report);
}

}  // namespace

Rule invalid_stage_name() {
  return {
      .name = "invalid-stage-name",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Name stages with letters, digits, `-`, `_` and `.`",
      .why = R"(
A stage name begins with a letter, goes on with letters, digits, `-`, `_` or `.`, and cannot hold a
variable: names are read before variables have values.
)",
      .examples = {{
          {
              .bad = R"(
FROM golang:1.22 AS [|1st|]
)",
              .good = R"(
FROM golang:1.22 AS first
)",
          },
          {
              .bad = R"(
ARG KIND
FROM golang:1.22 AS [|build-$KIND|]
)",
              .good = R"(
ARG KIND
FROM golang:1.22 AS build
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
