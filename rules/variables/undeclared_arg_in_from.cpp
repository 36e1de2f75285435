// Reports variables of FROM that no global ARG declares.
#include <fmt/core.h>

#include "analysis/suggest.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

std::string_view suggestion(const Plan& plan, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Variable& variable : plan.variables) {
    if (variable.stage == none && variable.name != "PATH") names.push_back(variable.name);
    if (names.size() >= 200) break;
  }
  return nearest(name, names);
}

void check(const Plan& plan, const Document& document, Report& report) {
  const Reference* last = nullptr;  // of the same word and name: reported once
  for (const Reference& reference : plan.references) {
    if (reference.stage != none || reference.declared) continue;
    if (document.instructions[reference.instruction]->statement.keyword != Keyword::from) continue;
    if (last && last->word == reference.word && last->name == reference.name) continue;
    last = &reference;
    const std::string_view near = suggestion(plan, reference.name);
    std::string message = fmt::format("no ARG before the first FROM declares `{}`", reference.name);
    if (!near.empty()) message += fmt::format("; did you mean `{}`?", near);
    Finding& finding = report.add(reference.place, std::move(message));
    if (near.empty()) continue;
    finding.fixes.push_back(replace({reference.place.in, reference.name_span}, std::string(near),
                                    fmt::format("Write `{}`", near), Safety::unsafe));
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
      }},
      .check = check,
  };
}

}  // namespace dflint
