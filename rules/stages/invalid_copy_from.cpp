// Reports COPY --from that names nothing to copy from.
#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::copy_from, report);
}

}  // namespace

Rule invalid_copy_from() {
  return {
      .name = "invalid-copy-from",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Copy only from earlier stages and existing images",
      .why = R"(
`--from` takes the name or number of an earlier stage, or an image. It cannot hold a variable: give the
image a stage, `FROM $IMAGE AS tools`, and copy from that. Numbers count stages from 0.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ARG TOOLS=alpine:3.20
COPY --from=[|$TOOLS|] /bin/busybox /bin/
)",
              .good = R"(
ARG TOOLS=alpine:3.20
FROM $TOOLS AS tools
FROM debian:12
COPY --from=tools /bin/busybox /bin/
)",
          },
          {
              .bad = R"(
FROM golang:1.22
RUN go build -o /app
FROM debian:12
COPY --from=[|2|] /app /app
)",
              .good = R"(
FROM golang:1.22
RUN go build -o /app
FROM debian:12
COPY --from=0 /app /app
)",
          },
          {
              .bad = R"(
FROM debian:12 AS run
COPY --from=[|build|] /app /app
FROM golang:1.22 AS build
RUN go build -o /app
)",
              .good = R"(
FROM golang:1.22 AS build
RUN go build -o /app
FROM debian:12 AS run
COPY --from=build /app /app
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
