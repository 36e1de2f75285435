// Reports FROM with more than an image and a name.
#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::from_arguments, report);
}

}  // namespace

Rule invalid_from() {
  return {
      .name = "invalid-from",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Write FROM as `FROM image` or `FROM image AS name`",
      .why = R"(
FROM takes an image, then at most `AS` and a name for the stage. Nothing else may stand there, not even
a comment: comments need a line of their own. `--platform` stands before the image.
)",
      .covers = {"pin-image-tag", "no-latest-tag"},
      .examples = {{
          {
              .bad = R"(
FROM debian:12 [|# bookworm|]
)",
              .good = R"(
FROM debian:12
)",
          },
          {
              .bad = R"(
FROM golang:1.22 [|build|]
)",
              .good = R"(
FROM golang:1.22 AS build
)",
          },
          {
              .bad = R"(
FROM golang:1.22 [|AS|]
)",
              .good = R"(
FROM golang:1.22 AS build
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
