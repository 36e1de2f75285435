// Reports physical lines that BuildKit cannot read.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::line_too_long, report);
}

}  // namespace

Rule line_too_long() {
  return {
      .name = "line-too-long",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Keep each line under 65,536 bytes",
      .why = R"(
BuildKit reads a file line by line and gives up at a line of 65,536 bytes or more, comments and bodies
of here-documents included. Break it with a line continuation. The example is only a stand-in for such
a line, and so has no finding.
)",
      .examples = {{}},
      .check = check,
  };
}

}  // namespace dflint
