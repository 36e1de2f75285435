// Reports names of images that are nearly those of stages.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "analysis/suggest.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// Images whose names are near to what people call their stages.
constexpr std::string_view images[] = {
    "alpine",  "amazonlinux", "bash",    "busybox", "caddy",    "centos",  "debian",
    "docker",  "elixir",      "erlang",  "fedora",  "gcc",      "golang",  "gradle",
    "haproxy", "httpd",       "julia",   "maven",   "mongo",    "mysql",   "nginx",
    "node",    "openjdk",     "perl",    "php",     "postgres", "python",  "redis",
    "ruby",    "rust",        "scratch", "swift",   "tomcat",   "traefik", "ubuntu"};

// Letters, digits and what may join them: anything else is refused as the name of a stage.
bool is_plain(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

// The stage among the first `count` that the name was probably meant to be.
std::string_view stage_near(const Plan& plan, std::string_view name, size_t count) {
  if (name.size() < 3 || name.find_first_of("/:@$.") != std::string_view::npos) return {};
  if (std::find(std::begin(images), std::end(images), name) != std::end(images)) return {};
  std::vector<std::string_view> names;
  for (size_t i = 0; i < std::min<size_t>(count, 500); ++i) {
    const std::string_view stage = plan.stages[i].name;
    if (is_plain(stage)) names.push_back(stage);
  }
  return nearest(name, names);
}

void misspelt(Place place, std::string_view name, std::string_view near, Report& report) {
  report.add(place, fmt::format("no stage is named `{}`; did you mean `{}`?", name, near))
      .fixes.push_back(replace(place, std::string(near),
                               fmt::format("Replace `{}` by `{}`", name, near), Safety::unsafe));
}

void check(const Plan& plan, const Document&, Report& report) {
  if (plan.stages.size() < 2) return;
  int left = 100;  // a name that is nearly another takes time
  for (const Stage& stage : plan.stages) {
    if (stage.base_kind != BaseKind::image || stage.from->statement.args.empty()) continue;
    const Word& word = stage.from->statement.args[0];
    if (stage.from->value(word) != stage.base || left-- <= 0) continue;
    const std::string_view near = stage_near(plan, stage.base, stage.index);
    if (!near.empty()) misspelt({stage.from, word.span}, stage.base, near, report);
  }
  for (const Edge& edge : plan.edges) {
    if (edge.kind == EdgeKind::base || edge.to != none || left-- <= 0) continue;
    const bool number = edge.name.find_first_not_of("0123456789") == std::string_view::npos;
    const std::string_view near = number ? "" : stage_near(plan, edge.name, edge.from);
    if (!near.empty()) misspelt(edge.place, edge.name, near, report);
  }
}

}  // namespace

Rule misspelt_stage() {
  return {
      .name = "misspelt-stage",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Spell the names of stages as FROM gives them",
      .why = R"(
A name that is no stage of the file is taken for an image, and BuildKit goes to look for it in a
registry: the error speaks of access denied, or a stranger's image is used. Reported are names without
registry and tag that differ from an earlier stage by one or two letters.
)",
      .covers = {"unknown-copy-source"},
      .examples = {{
          {
              .bad = R"(
FROM golang:1.22 AS builder
RUN go build -o /app
FROM debian:12
COPY --from=[|bulider|] /app /app
)",
              .good = R"(
FROM golang:1.22 AS builder
RUN go build -o /app
FROM debian:12
COPY --from=builder /app /app
)",
          },
          {
              .bad = R"(
FROM golang:1.22 AS build-env
RUN go build -o /app
FROM [|buildenv|]
RUN go test
)",
              .good = R"(
FROM golang:1.22 AS build-env
RUN go build -o /app
FROM build-env
RUN go test
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
