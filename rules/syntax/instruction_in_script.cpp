// Reports a keyword of the Dockerfile inside the script of a RUN.
#include "rules/problem.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Command& command, Report& report) {
  const std::string_view name = command.name();
  if (name.size() < 3 || command.in_function || command.words[0].quoted) return;
  if (name != "RUN" && name != "COPY" && name != "ENV" && name != "CMD" && name != "ENTRYPOINT" &&
      name != "WORKDIR" && name != "ADD")
    return;
  if (command.join == Join::first && name != "RUN") return;
  report.add(command.words[0], fmt::format("the shell looks for a program named `{}` here", name));
}

}  // namespace

Rule instruction_in_script() {
  return {
      .name = "instruction-in-script",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Begin instructions on a line of their own",
      .why = R"(
`RUN a && RUN b` asks the shell for a program named RUN. The second RUN belongs on a line of its own, or
away.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN apt-get update && [|RUN|] apt-get install -y jq
)",
              .good = R"(
FROM debian:12
RUN apt-get update && apt-get install -y jq
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
