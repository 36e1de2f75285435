// Reports images from registries that the configuration does not list.
#include <algorithm>
#include <unordered_set>

#include <fmt/core.h>

#include "analysis/image.h"
#include "analysis/unicode.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using Entries = std::vector<std::string>;

// An entry is a name, or `*`, `*.suffix` or `prefix*`.
bool matches(std::string_view entry, std::string_view name) {
  if (entry == "*") return true;
  if (entry.starts_with('*')) return name.ends_with(entry.substr(1));
  if (entry.ends_with('*')) return name.starts_with(entry.substr(0, entry.size() - 1));
  return name == entry;
}

bool lists(const Entries& entries, std::string_view name) {
  return std::any_of(entries.begin(), entries.end(),
                     [&](const std::string& entry) { return matches(entry, name); });
}

bool lists_docker_hub(const Entries& entries) {
  return lists(entries, "docker.io") || lists(entries, "hub.docker.com");
}

// An entry may also name a path of the registry: ghcr.io/acme.
bool is_trusted(std::string_view text, const Entries& entries) {
  const ImageReference image = split_image(text);
  if (image.registry.empty() || image.registry == "docker.io" ||
      image.registry == "index.docker.io") {
    if (lists_docker_hub(entries)) return true;
  } else if (lists(entries, image.registry)) {
    return true;
  }
  const std::string path =
      fmt::format("{}/{}", image.registry.empty() ? "docker.io" : image.registry, image.repository);
  return std::any_of(entries.begin(), entries.end(), [&](std::string_view entry) {
    if (entry.find('/') == std::string_view::npos) return false;
    if (matches(entry, path)) return true;
    return path.starts_with(entry) && (entry.ends_with('/') || path[entry.size()] == '/');
  });
}

// hadolint: words as written; a registry holds a dot, and the variables count as names.
bool is_trusted_to_hadolint(std::string_view text, const Entries& entries) {
  const size_t slash = text.find('/');
  const std::string_view registry = slash == std::string_view::npos ? "" : text.substr(0, slash);
  if (registry.find('.') != std::string_view::npos) return lists(entries, registry);
  return text == "scratch" || lists_docker_hub(entries);
}

void report_one(Place place, std::string_view image, Report& report) {
  const std::string_view registry = split_image(image).registry;
  report.add(place, fmt::format("`{}` comes from {}, which is not a trusted registry", image,
                                registry.empty() ? "Docker Hub" : registry));
}

void check_as_hadolint(const Plan& plan, const Entries& entries, Report& report) {
  std::unordered_set<std::string_view> names;
  size_t edge = 0;
  for (const Stage& stage : plan.stages) {
    if (!stage.from->statement.args.empty()) {
      const Word& word = stage.from->statement.args[0];
      const std::string_view image = stage.from->value(word);
      if (!names.contains(image) && !is_trusted_to_hadolint(image, entries))
        report_one({stage.from, word.span}, image, report);
    }
    if (!stage.name.empty()) names.insert(stage.name);
    for (; edge < plan.edges.size() && plan.edges[edge].from == stage.index; ++edge) {
      const Edge& used = plan.edges[edge];
      if (used.kind == EdgeKind::base || names.contains(used.name)) continue;
      if (!is_trusted_to_hadolint(used.name, entries)) report_one(used.place, used.name, report);
    }
  }
}

void check(const Plan& plan, const Document&, Report& report) {
  const Entries& entries = report.list("trusted-registries");
  if (entries.empty()) return;
  if (report.as_hadolint()) return check_as_hadolint(plan, entries, report);
  for (const Stage& stage : plan.stages) {
    if (stage.base_kind != BaseKind::image || stage.base.empty()) continue;
    if (!is_trusted(stage.base, entries))
      report_one({stage.from, stage.from->statement.args[0].span}, stage.base, report);
  }
  for (const Edge& edge : plan.edges) {
    const bool image = edge.kind != EdgeKind::base && edge.to == none && !edge.name.empty() &&
                       edge.name.find('$') == std::string_view::npos;
    const bool number = edge.name.find_first_not_of("0123456789") == std::string_view::npos;
    if (image && !number && edge.name != "scratch" && !is_trusted(edge.name, entries))
      report_one(edge.place, edge.name, report);
  }
}

}  // namespace

Rule trusted_registries() {
  return {
      .name = "trusted-registries",
      .aliases = {"DL3026"},
      .category = Category::security,
      .severity = Severity::error,
      .summary = "Take images only from registries that are trusted",
      .why = R"(
Whoever controls an image controls everything built on it. Where a team decides which registries it
trusts, this rule holds the files to the decision: in FROM, in `COPY --from` and in the `from` of
mounts. Nothing is reported unless the option lists at least one registry. Images without a registry
come from `docker.io`.
)",
      .options = {{{"trusted-registries", OptionKind::list, "",
                    "Registries that images may come from: `ghcr.io`, `*.example.com`, `quay*`, "
                    "`ghcr.io/acme`; empty: all"}}},
      .examples = {{
          {
              .bad = R"(
FROM registry.example.com/base:1 AS build
FROM [|alpine:3.20|]
COPY --from=[|ghcr.io/acme/tool:2|] /tool /bin/
COPY --from=build /app /app
)",
              .good = R"(
FROM registry.example.com/base:1 AS build
FROM scratch
COPY --from=registry.example.com/tool:2 /tool /bin/
COPY --from=build /app /app
)",
              .options = "trusted-registries=*.example.com",
          },
          {
              .bad = R"(
FROM [|ghcr.io/other/base:1|]
RUN --mount=type=bind,from=[|quay.io/acme/data:1|],target=/data make
)",
              .good = R"(
FROM ghcr.io/acme/base:1
RUN --mount=type=bind,from=debian:12,target=/data make
)",
              .options = "trusted-registries=docker.io, ghcr.io/acme",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
