// Reports base images without a tag.
#include <algorithm>
#include <unordered_set>

#include <fmt/core.h>

#include "analysis/image.h"
#include "analysis/written_image.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check_as_hadolint(const Plan& plan, Report& report) {
  std::unordered_set<std::string_view> names;
  for (const Stage& stage : plan.stages) {
    if (!stage.from->statement.args.empty()) {
      const Word& word = stage.from->statement.args[0];
      const std::string_view written = stage.from->value(word);
      const WrittenImage image = read_written_image(written);
      if (!image.pinned && image.name != "scratch" && !image.name.starts_with('$') &&
          !names.contains(written))
        report.add(Place{stage.from, word.span}, fmt::format("`{}` has no tag", written));
    }
    if (!stage.name.empty()) names.insert(stage.name);
  }
}

// The last part of the name, where a tag would stand, comes from a variable.
bool ends_in_variable(std::string_view word) {
  const size_t dollar = word.rfind('$');
  if (dollar == std::string_view::npos) return false;
  const size_t end =
      word.substr(dollar, 2) == "${" ? end_of_braces(word, dollar) : word.find('/', dollar);
  return end >= word.size() || word.find('/', end) == std::string_view::npos;
}

void check(const Plan& plan, const Document&, Report& report) {
  if (report.as_hadolint()) return check_as_hadolint(plan, report);
  for (const Stage& stage : plan.stages) {
    if (stage.base_kind != BaseKind::image || stage.from->statement.args.empty()) continue;
    const Word& word = stage.from->statement.args[0];
    const ImageReference image = split_image(stage.base);
    if (image.has_tag || image.has_digest || image.repository.empty()) continue;
    // Chainguard gives away only `latest`.
    if (image.registry == "cgr.dev" || ends_in_variable(stage.from->value(word))) continue;
    report.add(Place{stage.from, word.span},
               fmt::format("`{}` has no tag, so it is `latest`, which changes", stage.base));
  }
}

}  // namespace

Rule pin_image_tag() {
  return {
      .name = "pin-image-tag",
      .aliases = {"DL3006"},
      .category = Category::reproducibility,
      .severity = Severity::warning,
      .summary = "Give the image in FROM a tag or a digest",
      .why = R"(
Without a tag the builder takes `latest`, whatever that is on the day of the build: one day the next
major version of the language or system, and the build breaks, or the program does. A tag such as
`debian:12-slim` says what the file was written for. Names of earlier stages and `scratch` have none,
and where a variable gives the end of the name, it may hold the tag.
)",
      .examples = {{
          {
              .bad = R"(
FROM [|debian|]
RUN make
)",
              .good = R"(
FROM debian:12
RUN make
)",
          },
          {
              .bad = R"(
ARG REGISTRY=docker.io
FROM golang:1.22 AS build
RUN go build -o /app
FROM [|${REGISTRY}/library/alpine|] AS base
FROM base
COPY --from=build /app /app
)",
              .good = R"(
ARG REGISTRY=docker.io
ARG IMAGE=alpine
FROM golang:1.22 AS build
RUN go build -o /app
FROM ${REGISTRY}/library/${IMAGE} AS base
FROM base
COPY --from=build /app /app
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
