// Reports FROM whose image is empty or no image reference.
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  for (const BuildProblem& problem : plan.problems) {
    if (problem.kind != BuildProblemKind::base_image) continue;
    Finding& finding = report.add(problem.place, problem.message);
    // A build argument may still make it right, and must where there is no default.
    if (!problem.certain) finding.severity = problem.unfilled ? Severity::style : Severity::warning;
    if (!problem.replacement.empty()) {
      finding.fixes.push_back(replace(problem.place, problem.replacement,
                                      "Write `" + problem.replacement + "`",
                                      problem.replacement_certain ? Safety::safe : Safety::unsafe));
    }
  }
}

}  // namespace

Rule valid_base_image() {
  return {
      .name = "valid-base-image",
      .aliases = {"InvalidDefaultArgInFrom"},
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Name a valid image in FROM",
      .why = R"(
An image reference is `[registry/]name[:tag][@digest]`, the name in lower case. BuildKit refuses
anything else. Where the image comes from an ARG, its default should give a valid one, so that the
file builds without arguments and tools can look at it. An ARG without default is a matter of style,
since every build gives it; a default that gives no valid reference is a warning.
)",
      .examples = {{
          {
              .bad = R"(
FROM [|Debian:12|]
)",
              .good = R"(
FROM debian:12
)",
          },
          {
              .bad = R"(
ARG TAG
FROM [|debian:${TAG}|]
)",
              .good = R"(
ARG TAG=12
FROM debian:${TAG}
)",
          },
          {
              .bad = R"(
ARG TAG=:12
FROM [|debian:${TAG}|]
)",
              .good = R"(
ARG TAG=12
FROM debian:${TAG}
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
