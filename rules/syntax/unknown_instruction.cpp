// Reports first words that are no instruction.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  report_problems(in, ProblemKind::unknown_instruction, report);
}

}  // namespace

Rule unknown_instruction() {
  return {
      .name = "unknown-instruction",
      .category = Category::correctness,
      .severity = Severity::error,
      .summary = "Begin each line with an instruction",
      .why = R"(
BuildKit stops at the first word that is no instruction. Often it is a slip of the finger, a list dash
or diff sign that was copied along, or the line before lacks its line continuation.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
[|RNU|] true
)",
              .good = R"(
FROM debian:12
RUN true
)",
          },
          {
              .bad = R"(
[|- |]FROM debian:12
[|- |]RUN true
)",
              .good = R"(
FROM debian:12
RUN true
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
