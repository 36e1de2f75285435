// Reports images that are not pinned by their digest.
#include <fmt/core.h>

#include "analysis/image.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool lacks_digest(std::string_view image) {
  return !image.empty() && check_image(image) == ImageError::none && !split_image(image).has_digest;
}

void check(const Plan& plan, const Document&, Report& report) {
  for (const Stage& stage : plan.stages) {
    if (stage.base_kind != BaseKind::image || !lacks_digest(stage.base)) continue;
    report.add(Place{stage.from, stage.from->statement.args[0].span},
               fmt::format("`{}` is not pinned by a digest", stage.base));
  }
  for (const Edge& edge : plan.edges) {
    // A single word may also be a context that the build is given.
    if (edge.kind == EdgeKind::base || edge.to != none ||
        edge.name.find_first_of("/:") == std::string_view::npos || !lacks_digest(edge.name))
      continue;
    report.add(edge.place, fmt::format("`{}` is not pinned by a digest", edge.name));
  }
}

}  // namespace

Rule pin_image_digest() {
  return {
      .name = "pin-image-digest",
      .category = Category::reproducibility,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Pin images by their digest",
      .why = R"(
A tag can be moved to another image at any time; a digest, `debian:12@sha256:…`, names one image for
ever. With it a build gives the same tomorrow, and whoever takes over an account of a registry cannot
slip in something else. The price is that updates, security updates too, come only when somebody (or
Renovate, or Dependabot) changes the file. `docker buildx imagetools inspect debian:12` shows the
digest. Keep the tag beside it for readers.
)",
      .examples = {{
          {
              .bad = R"(
FROM [|debian:12|] AS build
COPY --from=[|ghcr.io/acme/tool:1.4|] /tool /bin/
FROM build
)",
              .good = R"(
FROM debian:12@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef AS build
COPY --from=build /bin/sh /tool
FROM build
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
