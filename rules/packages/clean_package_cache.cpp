// Reports caches of npm, conda, Composer, uv and others that stay in the image.
#include <map>
#include <optional>

#include "analysis/image.h"
#include "analysis/tools.h"
#include "rules/packages/left_cache.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// Which RUNs of the image's layers use a cache of a build tool, and whether the container does.
class BuildUses {
 public:
  BuildUses(const Plan& plan, const Document& document) : document_(document) {
    const std::vector<bool> shipped = shipped_stages(plan);
    for (uint32_t i = 0; i < plan.steps.size(); ++i) {
      const Step& step = plan.steps[i];
      if (!step.script || step.stage == none || !shipped[step.stage]) continue;
      if (document.instructions[i]->statement.keyword != Keyword::run) continue;
      for_each_command(step, [&](const Command& command) { note(i, command); });
    }
    if (plan.stages.empty()) return;
    const Stage& last = plan.stages.back();
    for (uint32_t i : {last.entrypoint, last.cmd}) {
      if (i == none || i >= plan.steps.size() || !plan.steps[i].script) continue;
      is_started_ = true;
      for_each_command(plan.steps[i], [&](const Command& command) {
        const Invocation call = invocation(command);
        if (const PackageCache* cache = used_build_cache(call)) at_start_ |= bit_of(*cache);
        if (lists(workshops, call.program)) at_start_ = ~uint32_t{0};
      });
    }
  }

  // Nobody will use the cache any more that this call fills.
  bool is_last(const LeftCache& left) const {
    const uint32_t bit = bit_of(*left.cache);
    if ((at_start_ & bit) != 0) return false;
    // An image that starts nothing may be one to build in.
    if (!is_started_ && building_word(left.call, *left.cache)) return false;
    const auto found = last_.find(bit);
    return found == last_.end() || is_at(left, found->second);
  }
  // … and it is the only one that fills it.
  bool is_only(const LeftCache& left) const {
    const auto found = first_.find(bit_of(*left.cache));
    return found == first_.end() || is_at(left, found->second);
  }

 private:
  // Who starts these in a container builds there.
  static constexpr std::string_view workshops =
      "bash zsh make task just air CompileDaemon reflex modd gin fresh realize dlv watchexec "
      "cargo-watch bazel tail sleep code-server sshd";

  template <typename Visit>
  static void for_each_command(const Step& step, Visit visit) {
    for (const Command& command : step.script->commands) visit(command);
    for (const ScriptPtr& script : step.more) {
      for (const Command& command : script->commands) visit(command);
    }
  }

  void note(uint32_t index, const Command& command) {
    const Invocation call = invocation(command);
    if (call.program == "make") {  // which may call any of them
      for (auto& [bit, last] : last_) last = index;
    }
    const PackageCache* cache = used_build_cache(call);
    if (!cache) return;
    first_.try_emplace(bit_of(*cache), index);
    last_[bit_of(*cache)] = index;
  }

  bool is_at(const LeftCache& left, uint32_t index) const {
    return document_.instructions[index].get() == left.command->script->in;
  }

  const Document& document_;
  std::map<uint32_t, uint32_t> first_, last_;  // numbers of instructions, by the bit of the cache
  uint32_t at_start_ = 0;                      // the caches that ENTRYPOINT or CMD use
  bool is_started_ = false;                    // there is one of them
};

// Up to 1.9 go kept nothing, and its `clean` knew no -cache.
bool has_old_go(const Plan& plan, const Instruction& in) {
  const auto step = std::find_if(plan.steps.begin(), plan.steps.end(),
                                 [&](const Step& s) { return s.script && s.script->in == &in; });
  if (step == plan.steps.end() || step->stage == none) return false;
  uint32_t stage = step->stage;
  while (plan.stages[stage].parent < stage) stage = plan.stages[stage].parent;
  const ImageReference image = split_image(plan.stages[stage].base);
  if (!image.repository.ends_with("golang") || !image.tag.starts_with("1.")) return false;
  const std::string_view minor = image.tag.substr(2, image.tag.find_first_of(".-", 2) - 2);
  return minor.size() == 1;
}

void check(const Plan& plan, const Document& document, Report& report) {
  // Those have rules of their own.
  const auto is_ours = [](std::string_view program) {
    return program != "pip" && program != "yarn";
  };
  std::optional<BuildUses> uses;
  visit_left_caches(plan, document, is_ours, [&](const LeftCache& left, const Stage&) {
    if (left.cache->builds[0].empty()) {
      report_left(left, report);
      return;
    }
    if (!uses) uses.emplace(plan, document);
    if (!uses->is_last(left)) return;
    if (left.cache->program == "go" && has_old_go(plan, *left.command->script->in)) return;
    report_left(left, report, uses->is_only(left));
  });
}

}  // namespace

Rule clean_package_cache() {
  return {
      .name = "clean-package-cache",
      .category = Category::size,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Keep caches of package managers out of the image",
      .why = R"(
npm, bun, conda, mamba, Composer, Poetry, uv, pacman, tdnf, Cargo, Go, Maven, Gradle and NuGet keep what they download in a
cache. In a layer of the image nobody will use that again, and it may weigh as much as what was installed. Clean it in
the same RUN (in a later one the bytes stay in the earlier layer), tell the program not to keep it, or mount a
cache that the next build can use: `RUN --mount=type=cache,target=/root/.npm npm ci`. Stages that only
lend files to the last one are not reported: what they leave is thrown away anyway. Of tools that build programs (Cargo,
Go, Maven, Gradle, .NET) the last call is reported, and only where the container starts something
else: best build in a stage of its own and copy the result. pnpm is left alone: what it installs are hard links into its
store. Off by default: small caches are a matter of taste.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:22
COPY package.json package-lock.json ./
RUN [|npm ci|] --omit=dev
)",
              .good = R"(
FROM node:22
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
)",
          },
          {
              .bad = R"(
FROM condaforge/miniforge3:24.3.0-0
RUN [|conda install|] -y numpy=1.26 \
 && python -c 'import numpy'
)",
              .good = R"(
FROM condaforge/miniforge3:24.3.0-0
RUN conda install -y numpy=1.26 && conda clean --all --yes \
 && python -c 'import numpy'
)",
          },
          {
              .bad = R"(
FROM python:3.12-slim
COPY pyproject.toml poetry.lock ./
RUN [|poetry install|] --no-root
)",
              .good = R"(
FROM python:3.12-slim
COPY pyproject.toml poetry.lock ./
RUN poetry install --no-cache --no-root
)",
          },
          {
              .bad = R"(
FROM rust:1.78
RUN [|cargo install|] --locked just
)",
              .good = R"(
FROM rust:1.78
RUN cargo install --locked just && rm -rf "$CARGO_HOME/registry"
)",
          },
          {
              .bad = R"(
FROM node:22 AS build
COPY . .
RUN npm ci && npm run build

FROM python:3.12-slim
COPY --from=build /dist /srv
RUN [|uv sync|] --frozen
)",
              .good = R"(
FROM node:22 AS build
COPY . .
RUN npm ci && npm run build

FROM python:3.12-slim
COPY --from=build /dist /srv
RUN uv sync --frozen && uv cache clean
)",
          },
          {
              .bad = R"(
FROM golang:1.23
WORKDIR /src
COPY . .
RUN go vet ./...
RUN [|go build|] -o /app .
CMD ["/app"]
)",
              .good = R"(
FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN go vet ./...
RUN go build -o /app .

FROM debian:12
COPY --from=build /app /app
CMD ["/app"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
