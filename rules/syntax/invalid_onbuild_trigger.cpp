// Reports instructions that ONBUILD cannot trigger.
#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::onbuild, report);
}

}  // namespace

Rule invalid_onbuild_trigger() {
  return {
      .name = "invalid-onbuild-trigger",
      .aliases = {"DL3043"},
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Trigger only instructions that ONBUILD allows",
      .why = R"(
An ONBUILD trigger runs inside the build of another image, right after its FROM. ONBUILD, FROM and
MAINTAINER make no sense there, and BuildKit refuses them.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ONBUILD [|ONBUILD|] RUN make
)",
              .good = R"(
FROM debian:12
ONBUILD RUN make
)",
          },
          {
              .bad = R"(
FROM debian:12
ONBUILD [|FROM|] alpine:3.20
)",
              .good = R"(
FROM debian:12
ONBUILD COPY . /srv
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
