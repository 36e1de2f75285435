// Reports blank lines inside a continued instruction.
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  if (in.empty_lines.empty()) return;
  Finding& finding = report.add(in.empty_lines[0], "blank line inside a continued instruction");
  Fix fix;
  fix.title = "Remove the blank lines";
  for (const Span& line : in.empty_lines) {
    const size_t newline = in.text.find('\n', line.end);
    const uint32_t end =
        static_cast<uint32_t>(newline == std::string::npos ? in.text.size() : newline + 1);
    fix.replacements.push_back({{&in, {line.begin, end}}, {}});
  }
  finding.fixes.push_back(std::move(fix));
}

}  // namespace

Rule no_empty_continuation() {
  return {
      .name = "no-empty-continuation",
      .aliases = {"NoEmptyContinuation"},
      .category = Category::correctness,
      .severity = Severity::info,
      .summary = "Leave no blank line inside a continued instruction",
      .why = R"(
A blank line after a line continuation looks like the end of the instruction, but is not: BuildKit
skips it and goes on reading, so that even the next instruction may become part of this one. BuildKit
warns that such lines will be an error one day. A comment line is fine.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN apt-get update && \
[||]
    apt-get install -y jq
)",
              .good = R"(
FROM debian:12
RUN apt-get update && \
    apt-get install -y jq
)",
          },
          {
              .bad = R"(
FROM debian:12
ENV A=1 \
[|  |]

    # comments are fine
    B=2
)",
              .good = R"(
FROM debian:12
ENV A=1 \
    # comments are fine
    B=2
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
