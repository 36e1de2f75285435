// Reports base images that are no image reference.
#include "rules/rule.h"
#include "rules/syntax/problem.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::base_image, report);
}

}  // namespace

Rule invalid_base_image() {
  return {
      .name = "invalid-base-image",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Give FROM a valid image reference",
      .why = R"(
The image of FROM must be a reference such as `registry/name:tag@digest` once variables have their
values. Names are lower case; only tags may hold capital letters. `FROM Build` does not find the stage
`Build`: stage names are kept in lower case, and FROM compares them letter by letter.

Nothing is said here where a build argument may still make the reference valid.
)",
      .examples = {{
          {
              .bad = R"(
FROM [|Alpine:3.20|]
)",
              .good = R"(
FROM alpine:3.20
)",
          },
          {
              .bad = R"(
FROM golang:1.22 AS Build
RUN go build
FROM [|Build|]
)",
              .good = R"(
FROM golang:1.22 AS Build
RUN go build
FROM build
)",
          },
          {
              .bad = R"(
FROM [|$BASE|]
)",
              .good = R"(
ARG BASE=debian:12
FROM $BASE
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
