// Reports instructions before the first FROM.
#include "rules/problem.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document&, Report& report) {
  report_problems(plan, BuildProblemKind::instruction_before_from, report);
}

}  // namespace

Rule instruction_before_from() {
  return {
      .name = "instruction-before-from",
      .aliases = {"DL3061"},
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Put only ARG before the first FROM",
      .why = R"(
Instructions belong to the stage that the FROM above them begins. Before the first FROM there is none,
so only ARG may stand there, for variables that FROM itself uses.
)",
      .examples = {{
          {
              .bad = R"(
[|LABEL|] team=web
FROM debian:12
)",
              .good = R"(
FROM debian:12
LABEL team=web
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
