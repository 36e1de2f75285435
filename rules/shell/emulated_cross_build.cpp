// Reports stages that cross-compile with a compiler that is emulated itself.
#include <string_view>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// $TARGETARCH or ${TARGETARCH}, in quotes or not.
bool is_target_arch(std::string_view value) {
  while (value.size() > 1 && value.front() == '"' && value.back() == '"')
    value = value.substr(1, value.size() - 2);
  return value == "$TARGETARCH" || value == "${TARGETARCH}";
}

// What asks the Go compiler for programs of the target: a place in RUN or ENV.
Place request(const Step& step, const Instruction& in) {
  if (in.statement.keyword == Keyword::env) {
    for (const Pair& pair : in.statement.pairs) {
      if (in.value(pair.key) == "GOARCH" && is_target_arch(in.value(pair.value)))
        return {&in, pair.value.span};
    }
  }
  if (in.statement.keyword != Keyword::run || !step.script) return {};
  for (const Command& command : step.script->commands) {
    for (const Assignment& assignment : command.assignments) {
      if (assignment.name == "GOARCH" && is_target_arch(step.script->value(assignment.value)))
        return {&in, assignment.value.span};
    }
    if (command.words.empty()) continue;
    const std::string_view name = command.name();
    if (name != "export" && name != "env") continue;
    for (const ShellWord& word : command.words) {
      const std::string_view text = command.text(word);
      if (text.starts_with("GOARCH=") && is_target_arch(text.substr(7))) return {&in, word.span};
    }
  }
  return {};
}

void check(const Plan& plan, const Document& document, Report& report) {
  for (const Stage& stage : plan.stages) {
    if (!stage.from || stage.base_kind != BaseKind::image || stage.from->flag("platform")) continue;
    if (stage.from->statement.args.empty()) continue;
    for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
      const Place place = request(plan.steps[i], *document.instructions[i]);
      if (!place.in) continue;
      const uint32_t at = stage.from->statement.args[0].span.begin;
      Finding& finding = report.add(
          Place{stage.from, stage.from->statement.args[0].span},
          "this stage compiles for the target, but runs on the target's platform itself, "
          "emulated if that is not the builder's");
      finding.notes.push_back({place, "compiles for the target here"});
      finding.fixes.push_back(replace({stage.from, {at, at}}, "--platform=$BUILDPLATFORM ",
                                      "Run it on the builder's platform", Safety::unsafe));
      break;
    }
  }
}

}  // namespace

Rule emulated_cross_build() {
  return {
      .name = "emulated-cross-build",
      .category = Category::cache,
      .severity = Severity::info,
      .summary = "Cross-compile on the builder's own platform",
      .why = R"(
`GOARCH=$TARGETARCH` makes the compiler write programs for the platform that is asked for. That is of
use only if the compiler itself runs on the builder's platform: `FROM --platform=$BUILDPLATFORM`. Without
it the whole stage runs on the target's platform, which on another machine means emulation, often ten
times as slow, and everything is downloaded once for each platform.
)",
      .examples = {{
          {
              .bad = R"(
FROM [|golang:1.23|] AS build
ARG TARGETOS TARGETARCH
COPY . .
RUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /app .
)",
              .good = R"(
FROM --platform=$BUILDPLATFORM golang:1.23 AS build
ARG TARGETOS TARGETARCH
COPY . .
RUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /app .
)",
          },
          {
              .bad = R"(
FROM [|golang:1.23-alpine|] AS build
ARG TARGETARCH
ENV CGO_ENABLED=0 GOARCH=${TARGETARCH}
RUN go install example.com/tool@v1.2.3
)",
              .good = R"(
FROM --platform=$BUILDPLATFORM golang:1.23-alpine AS build
ARG TARGETARCH
ENV CGO_ENABLED=0 GOARCH=${TARGETARCH}
RUN go install example.com/tool@v1.2.3
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
