// Reports lines that are longer than the builder reads.
#include "rules/problem.h"
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
      .summary = "Keep lines below 65,536 bytes",
      .why = R"(
BuildKit reads lines of up to 65,535 bytes, comments and here-documents included, and refuses the file
otherwise. Data of that size belongs into a file that COPY brings in. A line that continues on the next
one counts anew there, so a long command can be broken up with `\`.
)",
      .examples = {{}},
      .check = check,
  };
}

}  // namespace dflint
