// Reports programs that are compiled for the builder's platform and shipped to the target's.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "analysis/quotes.h"
#include "analysis/shell/callee.h"
#include "rules/new_line.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool on_build_platform(const Stage& stage) {
  const Flag* flag = stage.from ? stage.from->flag("platform") : nullptr;
  if (!flag || !flag->has_value) return false;
  const std::string_view value = without_quotes(stage.from->value(flag->value));
  return value == "$BUILDPLATFORM" || value == "${BUILDPLATFORM}";
}

// Whether anything in the instruction has to do with another platform than the builder's.
bool thinks_of_target(const Instruction& in) {
  constexpr std::string_view words[] = {"TARGET",     "GOARCH", "--target", "xx-",  "goxx",
                                        "goreleaser", "make",   ".sh",      "GOOS", "zig"};
  const std::string_view text = in.source(in.body);
  return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

// `go build -o app`, `cargo build`.
struct Compile {
  const Command* command = nullptr;
  Span span;  // program and verb
  std::string_view program;
  std::string_view output;  // go build -o: its name
};

Compile compile_of(const Command& command) {
  const Callee call = callee(command);
  if (call.words.size() < 2 || (call.name != "go" && call.name != "cargo")) return {};
  const std::string_view verb = call.text(1);
  const Span span{call.words[0].span.begin, call.words[1].span.end};
  if (call.name == "cargo")
    return verb == "build" ? Compile{&command, span, call.name, {}} : Compile{};
  if (verb == "install") return {&command, span, call.name, {}};
  if (verb != "build") return {};
  for (size_t i = 2; i + 1 < call.words.size(); ++i) {
    if (call.text(i) == "-o" && !call.words[i + 1].expands)
      return {&command, span, call.name, call.text(i + 1)};
  }
  return {};
}

// Whether the path, as COPY --from names it, is what was compiled.
bool is_product(const Compile& compile, std::string_view path) {
  if (compile.program == "cargo") return path.find("target/release/") != std::string_view::npos;
  if (compile.output.empty()) return path.find("go/bin") != std::string_view::npos;
  const std::string_view name = base_name(compile.output);
  return !name.empty() && name != "." && base_name(path) == name;
}

// The first program that the stage compiles.
Compile first_compile(const Plan& plan, const Document& document, const Stage& stage) {
  for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
    if (document.instructions[i]->statement.keyword != Keyword::run || !plan.steps[i].script)
      continue;
    for (const Command& command : plan.steps[i].script->commands) {
      if (const Compile found = compile_of(command); found.command) return found;
    }
  }
  return {};
}

bool thinks_of_target(const Document& document, const Stage& stage) {
  for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
    if (thinks_of_target(*document.instructions[i])) return true;
  }
  return false;
}

void offer_target(const Compile& compile, Finding& finding) {
  const Command& command = *compile.command;
  const Instruction& in = *command.script->in;
  if (compile.program != "go" || command.name() != "go" || !in.heredocs.empty() ||
      command.script->kind != ShellKind::posix || in.statement.keyword != Keyword::run)
    return;
  const uint32_t at = command.span.begin;
  finding.fixes.push_back({"Compile for the target",
                           Safety::unsafe,
                           {line_above(in, "ARG", "TARGETOS TARGETARCH"),
                            {{&in, {at, at}}, "GOOS=$TARGETOS GOARCH=$TARGETARCH "}}});
}

void check_copy(const Plan& plan, const Document& document, const Edge& edge,
                const Compile& compile, const Stage& native, std::vector<bool>& told,
                Report& report) {
  const Instruction& in = *document.instructions[edge.instruction];
  for (size_t i = 0; i + 1 < in.statement.args.size(); ++i) {
    if (!is_product(compile, in.value(in.statement.args[i])) || told[edge.to]) continue;
    told[edge.to] = true;
    Finding& finding = report.add(
        {compile.command->script->in, compile.span},
        fmt::format("this compiles for the builder's platform, but stage `{}` is of the target's",
                    plan.stages[edge.from].name.empty() ? std::to_string(edge.from)
                                                        : plan.stages[edge.from].name));
    finding.notes.push_back({{native.from, native.from->flag("platform")->text.span},
                             "the builder's platform is chosen here"});
    finding.notes.push_back(
        {{&in, in.statement.args[i].span}, "copied to the target's platform here"});
    offer_target(compile, finding);
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  // Of each stage, what it inherits included.
  std::vector<const Stage*> native(plan.stages.size());
  std::vector<bool> aware(plan.stages.size()), told(plan.stages.size());
  std::vector<Compile> compiles(plan.stages.size());
  for (const Stage& stage : plan.stages) {
    const bool inherits = stage.parent < stage.index;
    native[stage.index] = on_build_platform(stage) ? &stage : nullptr;
    if (inherits) native[stage.index] = native[stage.parent];
    if (!native[stage.index]) continue;
    aware[stage.index] = (inherits && aware[stage.parent]) || thinks_of_target(document, stage);
    if (!aware[stage.index]) compiles[stage.index] = first_compile(plan, document, stage);
  }
  const std::vector<bool> shipped = shipped_stages(plan);
  for (const Edge& edge : plan.edges) {
    if (edge.kind != EdgeKind::copy || !shipped[edge.from] || edge.to == none ||
        !compiles[edge.to].command)
      continue;
    if (native[edge.from] || plan.stages[edge.from].from->flag("platform")) continue;
    check_copy(plan, document, edge, compiles[edge.to], *native[edge.to], told, report);
  }
}

}  // namespace

Rule wrong_platform_binary() {
  return {
      .name = "wrong-platform-binary",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Compile for the target where a stage runs on the builder's platform",
      .why = R"(
A stage `FROM --platform=$BUILDPLATFORM` runs on the machine that builds, and its compiler makes
programs for that machine unless told otherwise. Copied to the final stage, they start only where both
platforms are the same: an image for `linux/arm64` that was built on `amd64` ends with `exec format
error`. Declare `ARG TARGETOS TARGETARCH` and compile with `GOOS=$TARGETOS GOARCH=$TARGETARCH`, or with
`--target` of cargo.
)",
      .examples = {{
          {
              .bad = R"(
FROM --platform=$BUILDPLATFORM golang:1.24 AS build
WORKDIR /src
COPY . .
# one file without libraries
RUN [|go build|] -o /out/server ./cmd/server
FROM gcr.io/distroless/static
COPY --from=build /out/server /server
ENTRYPOINT ["/server"]
)",
              .good = R"(
FROM --platform=$BUILDPLATFORM golang:1.24 AS build
WORKDIR /src
COPY . .
ARG TARGETOS TARGETARCH
# one file without libraries
RUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /out/server ./cmd/server
FROM gcr.io/distroless/static
COPY --from=build /out/server /server
ENTRYPOINT ["/server"]
)",
          },
          {
              .bad = R"(
FROM --platform=${BUILDPLATFORM} rust:1.90 AS build
WORKDIR /src
COPY . .
RUN [|cargo build|] --release --locked
FROM debian:12
COPY --from=build /src/target/release/shop /usr/local/bin/
)",
              .good = R"(
FROM rust:1.90 AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked
FROM debian:12
COPY --from=build /src/target/release/shop /usr/local/bin/
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
