// Reports instructions that a line continuation made a part of the one before.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/swallowed.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  if (in.pieces.size() < 2) return;
  for (const Swallowed& one : swallowed(in)) {
    Finding& finding = report.add(
        one.word,
        fmt::format(
            "this line is part of the {} above, which goes on after its last line continuation",
            in.value(in.statement.word)));
    finding.notes.push_back({{&in, one.continuation}, "it goes on from here"});
    finding.fixes.push_back(
        replace({&in, one.continuation}, {}, "Remove the line continuation", Safety::unsafe));
  }
}

}  // namespace

Rule swallowed_instruction() {
  return {
      .name = "swallowed-instruction",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "End an instruction before the next one",
      .why = R"(
After a line continuation BuildKit skips comments and blank lines and takes the next line for more of
the same instruction, even if it begins with the name of another one.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN apt-get update \
# the program
[|CMD|] ["app"]
)",
              .good = R"(
FROM debian:12
RUN apt-get update
# the program
CMD ["app"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
