// Reports COPY --from that takes a whole file system.
#include <fmt/core.h>

#include "analysis/base_facts.h"
#include "analysis/known_images.h"
#include "rules/copy_words.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// Whether the source is a whole system, not a small image made to be copied whole.
bool is_system(const Plan& plan, const Edge& edge) {
  if (edge.to == none) return starts_at_root(edge.name);
  const Stage& root = root_of(plan, plan.stages[edge.to]);
  return root.base_kind == BaseKind::image && starts_at_root(root.base);
}

void check(const Plan& plan, const Document& document, Report& report) {
  for (const Edge& edge : plan.edges) {
    if (edge.kind != EdgeKind::copy) continue;
    const Instruction& in = *document.instructions[edge.instruction];
    const Statement& statement = in.statement;
    if (destination_of(in, statement) != "/") continue;
    for (size_t i = 0; i + 1 < statement.args.size(); ++i) {
      if (without_quotes(in.value(statement.args[i])) != "/") continue;
      // To scratch it is the way to make one layer of many.
      if (!report.as_hadolint() &&
          (plan.stages[edge.from].base_kind == BaseKind::scratch || !is_system(plan, edge)))
        continue;
      report.add(Place{&in, {statement.args[i].span.begin, statement.args.back().span.end}},
                 fmt::format("this copies all of `{}` over the whole file system", edge.name));
    }
  }
}

}  // namespace

Rule copy_whole_filesystem() {
  return {
      .name = "copy-whole-filesystem",
      .aliases = {"DL3067"},
      .category = Category::size,
      .severity = Severity::warning,
      .summary = "Copy only what is needed from another stage",
      .why = R"(
`COPY --from=build / /` brings the whole system of the other stage along, its compilers and caches
included, over the files of this one: nothing is gained from having two stages, and libraries of two
systems get mixed. Copy the files that the stage was there to make. Small images made to be copied
whole, and a copy into `FROM scratch`, which makes one layer of many, are left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM golang:1.22 AS sources
FROM debian:12 AS build
RUN make install
FROM debian:12-slim
COPY --from=build [|/ /|]
)",
              .good = R"(
FROM golang:1.22 AS sources
FROM debian:12 AS build
RUN make install
FROM debian:12-slim
COPY --from=build /usr/local/ /usr/local/
)",
          },
          {
              .bad = R"(
FROM debian:12 AS build
FROM debian:12-slim
COPY --from=build [|/ /|]
)",
              .good = R"(
FROM debian:12 AS build
FROM scratch
COPY --from=build / /
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
