// Reports COPY --from of files that the other stage wrote to a mount, so that no layer holds them.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "analysis/ignore_file.h"
#include "analysis/paths.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/stages/mount_targets.h"

namespace dflint {
namespace {

// What the stages of a chain do, as far as it tells where a file came from.
struct Chain {
  std::vector<MountTarget> targets;
  std::vector<uint32_t> instructions;
};

Chain chain_of(const Plan& plan, const Document& document, uint32_t stage) {
  Chain chain;
  while (true) {
    for (uint32_t i = plan.stages[stage].first + 1; i < plan.stages[stage].end; ++i) {
      const Keyword keyword = document.instructions[i]->statement.keyword;
      if (keyword == Keyword::run || keyword == Keyword::copy || keyword == Keyword::add)
        chain.instructions.push_back(i);
      if (keyword == Keyword::run) collect(plan, *document.instructions[i], i, chain.targets);
    }
    const uint32_t parent = plan.stages[stage].parent;
    if (parent == none || parent >= stage) return chain;
    stage = parent;
  }
}

bool has_mount_over(const Chain& chain, uint32_t instruction, std::string_view path) {
  return std::any_of(chain.targets.begin(), chain.targets.end(), [&](const MountTarget& target) {
    return target.instruction == instruction && is_at_or_below(path, target.path);
  });
}

// Whether another instruction may have put the file there: a RUN without the mount that speaks of
// the directory or runs the same program, a COPY into it.
bool may_write(const Plan& plan, const Document& document, const Chain& chain,
               const MountTarget& target, std::string_view path) {
  const std::string_view name = std::string_view(target.path).substr(target.path.rfind('/') + 1);
  const std::string_view file = path.substr(path.rfind('/') + 1);
  const std::string_view program = first_command(plan, target.instruction);
  for (uint32_t i : chain.instructions) {
    const Instruction& in = *document.instructions[i];
    if (in.statement.keyword != Keyword::run) {
      if (in.statement.args.empty()) continue;
      const std::string to = absolute(in.value(in.statement.args.back()), plan, i);
      if (to.empty() || is_at_or_below(to, target.path)) return true;
      continue;
    }
    if (has_mount_over(chain, i, path)) continue;
    const std::string_view text = in.source(in.body);
    if (text.find(name) != std::string_view::npos || text.find(file) != std::string_view::npos)
      return true;
    if (!program.empty() && first_command(plan, i) == program) return true;
  }
  return false;
}

void check_copy(const Plan& plan, const Document& document, const Edge& edge, const Chain& chain,
                Report& report) {
  const Instruction& in = *document.instructions[edge.instruction];
  for (size_t i = 0; i + 1 < in.statement.args.size(); ++i) {
    const Word& word = in.statement.args[i];
    const std::string_view written = without_quotes(in.value(word));
    if (written.find_first_of("$*?[") != std::string_view::npos || written.size() > 4096) continue;
    const std::string path = clean_path('/' + std::string(written));
    for (const MountTarget& target : chain.targets) {
      if (!is_at_or_below(path, target.path)) continue;
      if (may_write(plan, document, chain, target, path)) break;
      Finding& finding = report.add(
          Place{&in, word.span},
          fmt::format("`{}` is not in stage `{}`: what is written to a {} mount stays out of the "
                      "layers",
                      path, edge.name, target.type));
      finding.notes.push_back({target.place, "the mount"});
      break;
    }
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  uint32_t last = none;
  Chain chain;
  size_t left = 200;  // each looks at a whole stage
  for (const Edge& edge : plan.edges) {
    if (edge.kind != EdgeKind::copy || edge.to == none || edge.to >= edge.from) continue;
    if (left-- == 0) return;
    if (edge.to != last) chain = chain_of(plan, document, last = edge.to);
    if (!chain.targets.empty() && chain.targets.size() < 100)
      check_copy(plan, document, edge, chain, report);
  }
}

}  // namespace

Rule copy_from_mount() {
  return {
      .name = "copy-from-mount",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Copy what the build writes out of a cache mount before the RUN ends",
      .why = R"(
A cache or tmpfs mount is there only while its RUN runs, and what is written to it goes into no layer.
A later `COPY --from` of such a file finds nothing, or an empty directory. Copy the result to another
place in the same RUN: `cargo build --release && cp target/release/app /app`. Reported only where
nothing else in the stage can have written the file.
)",
      .examples = {{
          {
              .bad = R"(
FROM rust:1.83 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/src/target cargo build --release
FROM debian:12
COPY --from=build [|/src/target/release/app|] /usr/local/bin/
)",
              .good = R"(
FROM rust:1.83 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/src/target cargo build --release \
 && cp target/release/app /usr/local/bin/
FROM debian:12
COPY --from=build /usr/local/bin/app /usr/local/bin/
)",
          },
          {
              .bad = R"(
FROM maven:3.9 AS deps
WORKDIR /src
COPY pom.xml .
RUN --mount=type=cache,target=/root/.m2 mvn dependency:go-offline
FROM maven:3.9
COPY --from=deps [|/root/.m2|] /root/.m2
)",
              .good = R"(
FROM maven:3.9 AS deps
WORKDIR /src
COPY pom.xml .
RUN mvn dependency:go-offline
FROM maven:3.9
COPY --from=deps /root/.m2 /root/.m2
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
