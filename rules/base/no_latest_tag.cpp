// Reports images with the tag latest.
#include <fmt/core.h>

#include "analysis/image.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

constexpr std::string_view tag = ":latest";

// The place of the tag in a word that ends with it.
Place place_of_tag(const Instruction& in, const Word& word) {
  const uint32_t size = word.end - word.begin;
  return {&in, in.span_in(word, size - static_cast<uint32_t>(tag.size() - 1), size)};
}

void check(const Plan& plan, const Document&, Report& report) {
  for (const Stage& stage : plan.stages) {
    if (stage.from->statement.args.empty()) continue;
    const Word& word = stage.from->statement.args[0];
    const std::string_view image = stage.from->value(word);
    if (!image.ends_with(tag) || image.find('@') != std::string_view::npos) continue;
    if (!report.as_hadolint() && image.starts_with("cgr.dev/")) continue;
    report.add(place_of_tag(*stage.from, word),
               fmt::format("`{}` is another image after its next release", image));
  }
  if (report.as_hadolint()) return;  // hadolint: FROM only
  for (const Edge& edge : plan.edges) {
    if (edge.kind == EdgeKind::base || edge.to != none || !edge.name.ends_with(tag)) continue;
    // The value of a flag stands in the source as it is, quotes aside.
    const Span span{edge.place.span.end - static_cast<uint32_t>(tag.size() - 1),
                    edge.place.span.end};
    const bool plain = edge.place.in->source(span) == tag.substr(1);
    report.add(Place{edge.place.in, plain ? span : edge.place.span},
               fmt::format("`{}` is another image after its next release", edge.name));
  }
}

}  // namespace

Rule no_latest_tag() {
  return {
      .name = "no-latest-tag",
      .aliases = {"DL3007"},
      .category = Category::reproducibility,
      .severity = Severity::warning,
      .summary = "Name a version in place of the tag latest",
      .why = R"(
`latest` moves with every release of the image, the breaking ones included, so the same Dockerfile
gives another image tomorrow, and nobody can tell which one was built. Write the version that the
file was made for: `node:22`, `nginx:1.27`. The images that Chainguard gives away have no other tag
and are left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:[|latest|]
RUN npm ci
)",
              .good = R"(
FROM node:22
RUN npm ci
)",
          },
          {
              .bad = R"(
FROM python:3.12
COPY --from=ghcr.io/astral-sh/uv:[|latest|] /uv /bin/
)",
              .good = R"(
FROM python:3.12
COPY --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
