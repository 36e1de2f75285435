// Reports COPY to a relative destination where no WORKDIR was set.
#include <unordered_set>

#include <fmt/core.h>

#include "analysis/base_facts.h"
#include "analysis/known_images.h"
#include "analysis/written_image.h"
#include "rules/copy_words.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool is_relative(std::string_view path) {
  return !path.starts_with('/') && !path.starts_with('$') && !has_drive(path);
}

// hadolint: WORKDIR is remembered by the name of the stage, or of its image where it has none.
void check_as_hadolint(const Plan& plan, const Document& document, Report& report) {
  std::unordered_set<std::string_view> with_workdir;
  for (const Stage& stage : plan.stages) {
    if (stage.from->statement.args.empty()) continue;
    const std::string_view image =
        read_written_image(stage.from->value(stage.from->statement.args[0])).name;
    const std::string_view name = stage.name.empty() ? image : stage.name;
    bool set = with_workdir.contains(image);
    if (set) with_workdir.insert(name);
    for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
      const Instruction& in = *document.instructions[i];
      if (in.statement.keyword == Keyword::workdir) {
        set = true;
        with_workdir.insert(name);
      }
      if (set || in.statement.keyword != Keyword::copy || in.statement.args.size() < 2) continue;
      const std::string_view path = destination_of(in, in.statement);
      if (is_relative(path))
        report.add(Place{&in, in.statement.args.back().span},
                   fmt::format("`{}` is relative, and no WORKDIR is set", path));
    }
  }
}

// The image at the bottom of the stage; empty where that is scratch, of which nobody asks where it
// is.
std::string_view root_image(const Plan& plan, const Stage& stage) {
  const Stage& root = root_of(plan, stage);
  return root.base_kind == BaseKind::image ? root.base : std::string_view();
}

void check(const Plan& plan, const Document& document, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(plan, document, report);
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Step& step = plan.steps[i];
    if (!is_copy_or_add(in.statement) || step.stage == none || step.workdir != none) continue;
    const std::string_view path = destination_of(in, in.statement);
    const Stage& stage = plan.stages[step.stage];
    if (path.empty() || !is_relative(path) || path.starts_with('\\') || stage.windows) continue;
    if (!starts_at_root(root_image(plan, stage))) continue;
    std::string_view rest = path;
    while (rest.starts_with("./")) rest.remove_prefix(2);
    if (rest == ".") rest = {};
    report.add(Place{&in, in.statement.args.back().span},
               fmt::format("without a WORKDIR `{}` is `/{}`", path, rest));
  }
}

}  // namespace

Rule relative_copy_destination() {
  return {
      .name = "relative-copy-destination",
      .aliases = {"DL3045"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Set WORKDIR before copying to a relative destination",
      .why = R"(
A relative destination starts from the working directory, and where none is set that is the root of
the file system: `COPY . .` then spreads the project between `/bin` and `/etc`. Set WORKDIR first, or
write the whole path. Reported are stages on well-known images that have no WORKDIR of their own.
)",
      .examples = {{
          {
              .bad = R"(
FROM python:3.12
COPY . [|.|]
RUN pip install -r requirements.txt
)",
              .good = R"(
FROM python:3.12
WORKDIR /srv
COPY . .
RUN pip install -r requirements.txt
)",
          },
          {
              .bad = R"(
FROM node:22 AS base
FROM base
COPY ["package.json", [|"./app/"|]]
)",
              .good = R"(
FROM node:22 AS base
WORKDIR /srv
FROM base
COPY ["package.json", "./app/"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
