// Reports caches of npm, conda, Composer, uv and others that stay in the image.
#include "rules/packages/left_cache.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Plan& plan, const Document& document, Report& report) {
  // Those have rules of their own.
  const auto is_ours = [](std::string_view program) {
    return program != "pip" && program != "yarn";
  };
  visit_left_caches(plan, document, is_ours,
                    [&](const LeftCache& left, const Stage&) { report_left(left, report); });
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
npm, bun, conda, mamba, Composer, Poetry, uv, `cargo install` and `go install` keep what they download in a
cache. In a layer of the image nobody will use that again, and it may weigh as much as what was installed. Clean it in
the same RUN (in a later one the bytes stay in the earlier layer), tell the program not to keep it, or mount a
cache that the next build can use: `RUN --mount=type=cache,target=/root/.npm npm ci`. Stages that only
lend files to the last one are not reported: what they leave is thrown away anyway. Off by
default: small caches are a matter of taste.
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
      }},
      .check = check,
  };
}

}  // namespace dflint
