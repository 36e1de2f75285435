// Reports variables of FROM that no global ARG declares.
#include <optional>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"
#include "rules/variables/definitions.h"

namespace dflint {
namespace {

void report_one(const Reference& reference, Definitions& definitions, Report& report) {
  Finding& finding = report.add(
      reference.place, fmt::format("no ARG before the first FROM declares `{}`", reference.name));
  if (const Variable* other = definitions.in_stages(reference.name)) {
    finding.notes.push_back({other->key, "this one is seen in its stage only"});
    return;
  }
  const std::string_view near = definitions.suggestion(reference);
  if (near.empty()) return;
  finding.message += fmt::format("; did you mean `{}`?", near);
  finding.fixes.push_back(replace({reference.place.in, reference.name_span}, std::string(near),
                                  fmt::format("Write `{}`", near), Safety::unsafe));
}

void check(const Plan& plan, const Document& document, Report& report) {
  std::optional<Definitions> definitions;
  OnceAWord once;
  for (const Reference& reference : plan.references) {
    if (reference.stage != none || reference.declared) continue;
    if (document.instructions[reference.instruction]->statement.keyword != Keyword::from) continue;
    if (!once.is_new(reference)) continue;
    if (!definitions) definitions.emplace(plan);
    report_one(reference, *definitions, report);
  }
}

}  // namespace

Rule undeclared_arg_in_from() {
  return {
      .name = "undeclared-arg-in-from",
      .aliases = {"UndefinedArgInFrom"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Declare the variables of FROM before the first FROM",
      .why = R"(
FROM knows only the ARGs that stand before the first FROM and the platform variables such as
`BUILDPLATFORM`. An ARG or ENV of a stage is not seen, and `--build-arg` sets only what an ARG
declares: any other name is empty.
)",
      .examples = {{
          {
              .bad = R"(
ARG RELEASE=12
FROM debian:12[|${RELEAS}|]
)",
              .good = R"(
ARG RELEASE=12
FROM debian:12${RELEASE}
)",
          },
          {
              .bad = R"(
FROM debian:12 AS build
ARG VARIANT=slim
FROM python:3.12-[|${VARIANT}|]
)",
              .good = R"(
ARG VARIANT=slim
FROM debian:12 AS build
ARG VARIANT
FROM python:3.12-${VARIANT}
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
