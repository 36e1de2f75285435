// Reports options of RUN --mount that the builder refuses.
#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document& document, Report& report) {
  for (const InstructionPtr& in : document.instructions) {
    report_problems(*in, ProblemKind::mount, report);
  }
  report_problems(plan, BuildProblemKind::mount, report);
}

}  // namespace

Rule invalid_mount() {
  return {
      .name = "invalid-mount",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Give --mount only options that its type has",
      .why = R"(
Each type of mount has its own options: only cache mounts know `sharing`, only secret and ssh mounts
`required` (which must stand behind `type=`), only tmpfs mounts `size`. bind, cache and tmpfs mounts
need a `target`: without one they cover the working directory, which fails where that is `/`. BuildKit
looks at most options only when it reaches the instruction, so a slip costs a part of a build.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN --mount=type=cache,[|tarrget|]=/root/.cache make
)",
              .good = R"(
FROM debian:12
RUN --mount=type=cache,target=/root/.cache make
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN --mount=type=[|secrt|],id=token ./fetch
)",
              .good = R"(
FROM debian:12
RUN --mount=type=secret,id=token ./fetch
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN --mount=type=bind,target=/src,[|sharing|]=locked make
)",
              .good = R"(
FROM debian:12
RUN --mount=type=bind,target=/src make
)",
          },
          {
              .bad = R"(
FROM debian:12
ARG TOOL
RUN --mount=from=[|$TOOL|],target=/tool make
)",
              .good = R"(
ARG TOOL
FROM ${TOOL:-golang:1.22} AS tool
FROM debian:12
RUN --mount=from=tool,target=/tool make
)",
          },
          {
              .bad = R"(
FROM scratch
RUN [|--mount=type=cache|] ["/make"]
)",
              .good = R"(
FROM scratch
RUN --mount=type=cache,target=/cache ["/make"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
