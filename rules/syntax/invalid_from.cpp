// Reports words of FROM that do not belong there.
#include "rules/problem.h"
#include "rules/report.h"
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
      .summary = "Write FROM image AS name",
      .why = R"(
FROM takes an image, and with it `AS` and a name. Nothing else may follow, comments neither: a comment
stands on a line of its own.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12 [|# the base|]
)",
              .good = R"(
FROM debian:12 
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
