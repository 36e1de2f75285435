// Reports variables that are set nowhere.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/suggest.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// Global variables come first in a plan.
const Variable* global_of(const Plan& plan, std::string_view name) {
  for (const Variable& variable : plan.variables) {
    if (variable.stage != none) return nullptr;
    if (variable.name == name) return &variable;
  }
  return nullptr;
}

bool derives(const Plan& plan, uint32_t stage, uint32_t base) {
  while (stage != none && stage != base) stage = plan.stages[stage].parent;
  return stage == base;
}

std::string_view suggestion(const Plan& plan, const Reference& reference) {
  std::vector<std::string_view> names{"PATH"};
  for (const Variable& variable : plan.variables) {
    if (names.size() >= 200) break;
    if (variable.stage != none && derives(plan, reference.stage, variable.stage))
      names.push_back(variable.name);
  }
  return nearest(reference.name, names);
}

// Whether the environment may come from an image that nobody has looked at.
bool unknown_base(const Plan& plan, uint32_t stage) {
  while (plan.stages[stage].parent != none) stage = plan.stages[stage].parent;
  return plan.stages[stage].base_kind != BaseKind::scratch;
}

void declare_global(const Plan& plan, const Reference& reference, const Variable& global,
                    Finding& finding) {
  const Place start{reference.place.in,
                    {reference.place.in->body.begin, reference.place.in->body.begin}};
  finding.message =
      global.kind == VariableKind::predefined
          ? fmt::format("`{0}` is set in a stage only after `ARG {0}`", reference.name)
          : fmt::format(
                "the ARG `{0}` before FROM is not seen in a stage without another `ARG {0}`",
                reference.name);
  finding.severity = Severity::warning;
  if (global.key.in) finding.notes.push_back({global.key, "declared for FROM only"});
  const bool triggered = reference.instruction == plan.stages[reference.stage].first;
  if (triggered) return;
  finding.fixes.push_back(replace(start, fmt::format("ARG {}\n", reference.name),
                                  fmt::format("Add `ARG {}`", reference.name), Safety::unsafe));
}

void check(const Plan& plan, const Document&, Report& report) {
  std::vector<std::string_view> reported;  // names of the current word
  uint32_t word = 0;
  for (const Reference& reference : plan.references) {
    if (reference.stage == none || reference.declared) continue;
    if (reference.word != word) reported.clear();
    word = reference.word;
    if (std::find(reported.begin(), reported.end(), reference.name) != reported.end()) continue;
    reported.push_back(reference.name);

    Finding& finding = report.add(reference.place,
                                  fmt::format("`{}` is set nowhere in this file", reference.name));
    if (const Variable* global = global_of(plan, reference.name);
        global && global->name != "PATH") {
      declare_global(plan, reference, *global, finding);
      continue;
    }
    const std::string_view near = suggestion(plan, reference);
    if (!near.empty()) {
      finding.message += fmt::format("; did you mean `{}`?", near);
      finding.fixes.push_back(replace({reference.place.in, reference.name_span}, std::string(near),
                                      fmt::format("Write `{}`", near), Safety::unsafe));
    } else if (reference.modifier == '-' || reference.modifier == '+') {
      finding.severity = Severity::style;
    } else if (unknown_base(plan, reference.stage)) {
      finding.message += "; unless the base image sets it, it is empty";
      finding.severity = Severity::info;
    }
  }
}

}  // namespace

Rule undefined_variable() {
  return {
      .name = "undefined-variable",
      .aliases = {"UndefinedVar"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Use only variables that are set",
      .why = R"(
BuildKit puts nothing in the place of a variable that no ARG or ENV sets, and goes on. Three things
often surprise: an ARG before the first FROM is seen by FROM only, until a stage repeats `ARG NAME`;
platform variables such as `TARGETARCH` need an ARG too; and within one ENV a value does not see the
names that the same ENV sets. What the base image sets is not known here, so such a variable is
reported mildly.
)",
      .examples = {{
          {
              .bad = R"(
ARG PORT=80
FROM debian:12
LABEL port=[|$PORT|]
)",
              .good = R"(
ARG PORT=80
FROM debian:12
ARG PORT
LABEL port=$PORT
)",
          },
          {
              .bad = R"(
FROM debian:12
ENV APP_HOME=/srv/app
WORKDIR [|${AP_HOME}|]/bin
)",
              .good = R"(
FROM debian:12
ENV APP_HOME=/srv/app
WORKDIR ${APP_HOME}/bin
)",
          },
          {
              .bad = R"(
FROM debian:12
COPY bin/[|$TARGETARCH|]/app /usr/bin/
)",
              .good = R"(
FROM debian:12
ARG TARGETARCH
COPY bin/$TARGETARCH/app /usr/bin/
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
