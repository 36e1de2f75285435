// Reports a relative WORKDIR that hangs on the base image's.
#include <fmt/core.h>

#include "analysis/quotes.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool is_absolute(std::string_view path, bool windows) {
  if (path.starts_with('/')) return true;
  if (!windows) return false;
  return path.starts_with('\\') || (path.size() > 1 && path[1] == ':');
}

// hadolint: whatever begins with a slash, a variable or a drive is absolute; the image plays no
// part.
void check_as_hadolint(const Document& document, Report& report) {
  for (const InstructionPtr& in : document.instructions) {
    if (in->statement.keyword != Keyword::workdir || in->statement.args.empty()) continue;
    const Word& word = in->statement.args[0];
    const std::string_view path = without_quotes(in->value(word));
    if (is_absolute(path, true) || path.starts_with('$')) continue;
    report.add({in.get(), word.span}, fmt::format("`{}` is relative", path));
  }
}

void report_one(Place place, std::string_view path, Report& report) {
  const std::string_view written = place.in->source(place.span);
  if (!path.empty()) {
    std::string message =
        fmt::format("`{}` is relative to whatever WORKDIR the base image has", path);
    if (path != written) message += fmt::format(" (`{}` without build arguments)", written);
    report.add(place, std::move(message));
    return;
  }
  Finding& finding = report.add(
      place, fmt::format("unless the base image or a build argument sets it, `{}` is empty and "
                         "WORKDIR stays what the base image says",
                         written));
  finding.severity = Severity::info;
}

void check(const Plan& plan, const Document& document, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(document, report);
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Step& step = plan.steps[i];
    // Only the first WORKDIR of a stage and its bases hangs on the image; later ones on that.
    if (in.statement.keyword != Keyword::workdir || step.stage == none || step.workdir != none)
      continue;
    if (in.statement.args.empty() || is_absolute(step.value, plan.stages[step.stage].windows))
      continue;
    report_one({&in, in.statement.args[0].span}, step.value, report);
  }
}

}  // namespace

Rule absolute_workdir() {
  return {
      .name = "absolute-workdir",
      .aliases = {"WorkdirRelativePath", "DL3000"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Make the first WORKDIR of a stage absolute",
      .why = R"(
A relative path starts from the working directory of the base image, which may be another one in its
next release. Once a stage, or the stage it is built from, has set an absolute one, relative paths
are fine. In a stage that looks like one for Windows, `C:\app` is absolute.
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
          {
              .bad = R"(
FROM golang:1.22
ARG DIR=src/app
WORKDIR [|${DIR}|]
)",
              .good = R"(
FROM golang:1.22
ARG DIR=src/app
WORKDIR /go/${DIR}
)",
          },
          {
              .bad = R"(
# escape=`
FROM mcr.microsoft.com/windows/nanoserver:ltsc2022 AS build
WORKDIR C:\app
FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
WORKDIR [|app|]
)",
              .good = R"(
# escape=`
FROM mcr.microsoft.com/windows/nanoserver:ltsc2022 AS build
WORKDIR C:\app
FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
WORKDIR C:\app
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
