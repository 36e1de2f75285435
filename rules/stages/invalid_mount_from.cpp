// Reports mounts from what is neither a stage nor an image.
#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::mount_from, report);
}

}  // namespace

Rule invalid_mount_from() {
  return {
      .name = "invalid-mount-from",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Mount only from earlier stages and existing images",
      .why = R"(
`from` of a mount takes the name of an earlier stage, an image or a named context. Unlike with COPY, a
number is the name of an image here, not the number of a stage.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN --mount=from=[|Golang:1.22|],target=/go make
)",
              .good = R"(
FROM debian:12
RUN --mount=from=golang:1.22,target=/go make
)",
          },
          {
              .bad = R"(
FROM debian:12 AS run
RUN --mount=from=[|deps|],target=/deps make
FROM golang:1.22 AS deps
)",
              .good = R"(
FROM golang:1.22 AS deps
FROM debian:12 AS run
RUN --mount=from=deps,target=/deps make
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
