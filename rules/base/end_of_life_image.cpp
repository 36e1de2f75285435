// Reports base images whose release gets no more security updates.
#include <fmt/core.h>

#include "analysis/end_of_life.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Stage& stage, const Plan&, Report& report) {
  if (stage.base_kind != BaseKind::image || stage.from->statement.args.empty()) return;
  const EndOfLife end = end_of_life(split_image(stage.base));
  if (end.since.empty()) return;
  std::string message =
      fmt::format("`{}` has had no security updates since {}", stage.base, end.since);
  if (!end.instead.empty()) message += fmt::format("; use {}", end.instead);
  report.add(Place{stage.from, stage.from->statement.args[0].span}, std::move(message));
}

}  // namespace

Rule end_of_life_image() {
  return {
      .name = "end-of-life-image",
      .category = Category::security,
      .severity = Severity::info,
      .summary = "Build on a release that still gets security updates",
      .why = R"(
A release that has reached its end of life gets no more fixes: holes found since then stay open in
every image built on it, and its package mirrors go away sooner or later, so that the build breaks
too. The table holds official images of systems, languages and databases (debian, ubuntu, alpine,
centos, node, python, ruby, php, golang, openjdk, postgres …) with the ends their projects have
announced; for Debian that of the long-term support, for Ubuntu that of the standard support, which
paid plans extend. What it does not know it says nothing about.
)",
      .examples = {{
          {
              .bad = R"(
FROM [|node:14-alpine|] AS build
RUN npm ci
FROM [|debian:stretch-slim|]
)",
              .good = R"(
FROM node:22-alpine AS build
RUN npm ci
FROM debian:12-slim
)",
          },
          {
              .bad = R"(
ARG PYTHON=3.7.4
FROM [|python:${PYTHON}-slim|]
FROM [|centos|]
FROM [|openjdk:8-jre|]
)",
              .good = R"(
ARG PYTHON=3.13.1
FROM python:${PYTHON}-slim
FROM rockylinux:9
FROM eclipse-temurin:8-jre
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
