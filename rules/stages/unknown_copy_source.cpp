// Reports COPY --from and mounts with a name that is neither a stage nor an image with a version.
#include <unordered_set>

#include <fmt/core.h>

#include "analysis/ascii.h"
#include "analysis/image.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// hadolint: a name as written, that of this stage included; digits at its begin that count less
// than the stages so far; or anything with a colon.
bool known_to_hadolint(std::string_view name, const std::unordered_set<std::string_view>& names,
                       size_t stages) {
  if (name.find(':') != std::string_view::npos || names.contains(name)) return true;
  size_t number = 0, digits = 0;
  for (; digits < name.size() && digits < 9 && name[digits] >= '0' && name[digits] <= '9'; ++digits)
    number = number * 10 + static_cast<size_t>(name[digits] - '0');
  return digits > 0 && number < stages;
}

void check_as_hadolint(const Plan& plan, Report& report) {
  std::unordered_set<std::string_view> names;
  size_t edge = 0;
  for (const Stage& stage : plan.stages) {
    if (!stage.name.empty()) names.insert(stage.name);
    for (; edge < plan.edges.size() && plan.edges[edge].from == stage.index; ++edge) {
      const Edge& copy = plan.edges[edge];
      if (copy.kind == EdgeKind::copy && !known_to_hadolint(copy.name, names, stage.index + 1))
        report.add(copy.place, fmt::format("`{}` is no earlier stage", copy.name));
    }
  }
}

void check(const Plan& plan, const Document&, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(plan, report);
  for (const Edge& edge : plan.edges) {
    if (edge.kind == EdgeKind::base || edge.to != none || is_number(edge.name)) continue;
    if (check_image(edge.name) != ImageError::none || edge.name.starts_with("cgr.dev/")) continue;
    const ImageReference image = split_image(edge.name);
    if (image.has_tag || image.has_digest) continue;
    // A single word may also be a build context that the build is given by name.
    if (edge.name.find('/') == std::string_view::npos) {
      report
          .add(edge.place,
               fmt::format("`{}` is no stage of this file: an image without a tag, or a context "
                           "that the build must be given",
                           edge.name))
          .severity = Severity::info;
      continue;
    }
    report.add(edge.place,
               fmt::format("`{}` has no tag, so it is `latest`, which changes", edge.name));
  }
}

}  // namespace

Rule unknown_copy_source() {
  return {
      .name = "unknown-copy-source",
      .aliases = {"DL3022"},
      .category = Category::reproducibility,
      .severity = Severity::warning,
      .summary = "Copy from a stage of the file, or from an image with a tag",
      .why = R"(
A name in `--from` that no earlier stage has is that of an image, or of a context given with
`--build-context`. An image without a tag is `latest`, which changes. Give it a version, or better a
stage of its own, `FROM ghcr.io/acme/tool:1.4 AS tool`, where updates are found more easily.
)",
      .examples = {{
          {
              .bad = R"(
FROM python:3.12
COPY --from=[|ghcr.io/astral-sh/uv|] /uv /bin/
)",
              .good = R"(
FROM python:3.12
COPY --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/
)",
          },
          {
              .bad = R"(
FROM php:8.3
COPY --from=[|composer|] /usr/bin/composer /usr/bin/
)",
              .good = R"(
FROM composer:2.8 AS composer
FROM php:8.3
COPY --from=composer /usr/bin/composer /usr/bin/
)",
          },
          {
              .bad = R"(
FROM python:3.12
RUN --mount=from=[|ghcr.io/astral-sh/uv|],source=/uv,target=/bin/uv uv sync
)",
              .good = R"(
FROM python:3.12
RUN --mount=from=ghcr.io/astral-sh/uv:0.5,source=/uv,target=/bin/uv uv sync
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
