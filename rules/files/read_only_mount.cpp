// Reports RUN that writes to a bind mount, which can only be read.
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "analysis/paths.h"
#include "analysis/quotes.h"
#include "analysis/unicode.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/working_directory.h"
#include "rules/written_paths.h"

namespace dflint {
namespace {

struct Target {
  std::string path;
  Place place;
  bool read_only = false;
};

// A bool as Go reads it. What cannot be read, as `$RO`, counts as false: then nothing is certain.
bool is_true(const Instruction& in, const MountField& field) {
  if (!field.has_value) return true;
  constexpr std::string_view names[] = {"1", "t", "T", "TRUE", "true", "True"};
  return std::find(std::begin(names), std::end(names), without_quotes(in.value(field.value))) !=
         std::end(names);
}

bool is_false(const Instruction& in, const MountField& field) {
  if (!field.has_value) return false;
  constexpr std::string_view names[] = {"0", "f", "F", "FALSE", "false", "False"};
  return std::find(std::begin(names), std::end(names), without_quotes(in.value(field.value))) !=
         std::end(names);
}

// Of every mount: one may lie inside another.
Target target_of(const Plan& plan, const Step& step, const Instruction& in, const Mount& mount) {
  Target target{{}, {&in, in.statement.flags[mount.flag].text.span}, false};
  bool bind = true, read_only = true;  // what a later key says holds
  for (const MountField& field : mount.fields) {
    const std::string key = to_lower(in.value(field.key));
    const std::string_view value = in.value(field.value);
    if (key == "type") bind = equal_ignoring_case(value, "bind");
    if (key == "ro" || key == "readonly") read_only = is_true(in, field);
    if (key == "rw" || key == "readwrite") read_only = is_false(in, field);
    if (key == "target" || key == "dst" || key == "destination")
      target.path = absolute_path(without_quotes(value), plan, step);
  }
  target.read_only = bind && read_only;
  return target;
}

// The innermost mount that the path lies in; nullptr: none.
const Target* mount_of(const std::vector<Target>& targets, std::string_view path) {
  const Target* found = nullptr;
  for (const Target& target : targets) {
    if (target.path.empty() || !is_at_or_below(path, target.path)) continue;
    if (!found || target.path.size() >= found->path.size()) found = &target;
  }
  return found;
}

void check_run(const Plan& plan, const Step& step, const Instruction& in, Report& report) {
  std::vector<Target> targets;
  bool any = false;
  for (const Mount& mount : in.statement.mounts) {
    if (targets.size() >= 32) return;
    targets.push_back(target_of(plan, step, in, mount));
    any |= targets.back().read_only && targets.back().path.size() > 1;
  }
  if (!any) return;
  const Target* told = nullptr;
  for (const WrittenPath& written : written_paths(plan, step, *step.script)) {
    if (written.may_fail) continue;
    const Target* target = mount_of(targets, written.path);
    if (!target || !target->read_only || target == told) continue;
    told = target;
    Finding& finding =
        report.add({step.script->in, written.word->span},
                   fmt::format("`{}` is a bind mount and can only be read", target->path));
    finding.notes.push_back({target->place, "mounted here"});
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Step& step = plan.steps[i];
    if (in.statement.keyword == Keyword::run && !in.statement.mounts.empty() && step.script)
      check_run(plan, step, in, report);
  }
}

}  // namespace

Rule read_only_mount() {
  return {
      .name = "read-only-mount",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Write nothing to a bind mount",
      .why = R"(
A bind mount shows files of the build context or of another stage for the time of one RUN, and only to
be read: writing there ends the build with `Read-only file system`. With `rw` in the mount the command
can write, but what it wrote is thrown away with the mount. Write to another directory, or COPY the
files where they shall be changed.
)",
      .examples = {{
          {
              .bad = R"(
FROM golang:1.24
WORKDIR /src
RUN --mount=type=bind,target=. \
    mkdir -p [|build|] && go build -o build/app
)",
              .good = R"(
FROM golang:1.24
WORKDIR /src
RUN --mount=type=bind,target=. \
    mkdir -p /out && go build -o /out/app
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN --mount=source=conf,target=/conf --mount=type=cache,target=/conf/cache \
    touch /conf/cache/x && echo "a=b" > [|/conf/a.ini|]
RUN --mount=type=bind,rw,target=/conf touch /conf/a
)",
              .good = R"(
FROM debian:12
RUN --mount=source=conf,target=/conf --mount=type=cache,target=/conf/cache \
    touch /conf/cache/x && echo "a=b" > /etc/a.ini
RUN --mount=type=bind,rw,target=/conf touch /conf/a
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
