// Reports a relative WORKDIR that hangs on the base image's.
#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool is_absolute(std::string_view path, bool windows) {
  if (path.starts_with('/')) return true;
  if (!windows) return false;
  return path.starts_with('\\') || (path.size() > 1 && path[1] == ':');
}

void check(const Plan& plan, const Document& document, Report& report) {
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Step& step = plan.steps[i];
    // Only the first WORKDIR of a stage and its bases hangs on the image; later ones on that.
    if (in.statement.keyword != Keyword::workdir || step.stage == none || step.workdir != none)
      continue;
    if (in.statement.args.empty() || is_absolute(step.value, plan.stages[step.stage].windows))
      continue;
    const Word& word = in.statement.args[0];
    const std::string_view written = in.value(word);
    report.add(
        Place{&in, word.span},
        step.value.empty()
            ? fmt::format("`{}` is empty here, so WORKDIR stays what the base image says", written)
            : fmt::format("`{}` is relative to whatever WORKDIR the base image has", written));
  }
}

}  // namespace

Rule absolute_workdir() {
  return {
      .name = "absolute-workdir",
      .aliases = {"WorkdirRelativePath"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Make the first WORKDIR of a stage absolute",
      .why = R"(
A relative path starts from the working directory of the base image, which may be another one in its
next release. Once a stage, or the stage it is built from, has set an absolute one, relative paths
are fine.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
WORKDIR [|srv|]
)",
              .good = R"(
FROM debian:12
WORKDIR /srv
WORKDIR app
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
