// Reports settings for development in the environment of the final stage.
#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_set>
#include <vector>

#include <fmt/core.h>

#include "analysis/unicode.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

struct Setting {
  std::string_view name;
  std::string_view values;  // for development, in lower case, with blanks around each
  std::string_view instead;
};

constexpr std::string_view development = " development dev develop local debug ";
constexpr std::string_view yes = " 1 true yes on ";
constexpr Setting settings[] = {
    {"NODE_ENV", development, "production"},
    {"RAILS_ENV", development, "production"},
    {"RACK_ENV", development, "production"},
    {"HANAMI_ENV", development, "production"},
    {"MIX_ENV", development, "prod"},
    {"APP_ENV", development, "production"},
    {"SYMFONY_ENV", development, "prod"},
    {"FLASK_ENV", development, "production"},
    {"ASPNETCORE_ENVIRONMENT", development, "Production"},
    {"DOTNET_ENVIRONMENT", development, "Production"},
    {"GIN_MODE", development, "release"},
    {"MICRONAUT_ENVIRONMENTS", development, "production"},
    {"APP_DEBUG", yes, "false"},
    {"FLASK_DEBUG", yes, "0"},
    {"DJANGO_DEBUG", yes, "False"},
    {"SYMFONY_DEBUG", yes, "0"},
    {"DEBUG", yes, "false"},
    {"XDEBUG_MODE", " debug develop debug,develop develop,debug ", "off"},
};

const Setting* setting_of(const Variable& variable) {
  const auto* found = std::find_if(std::begin(settings), std::end(settings),
                                   [&](const Setting& s) { return s.name == variable.name; });
  if (found == std::end(settings) || variable.value.size() > 32) return nullptr;
  const std::string value = fmt::format(" {} ", to_lower(variable.value));
  return found->values.find(value) == std::string_view::npos ? nullptr : found;
}

// The stage says itself that it is for development or tests.
bool is_for_development(const Stage& stage) {
  constexpr std::string_view words[] = {"dev", "debug", "test", "local", "build", "lint", "ci"};
  return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) {
    return stage.lower_name.find(word) != std::string::npos;
  });
}

Place value_of(const Variable& variable) {
  for (const Pair& pair : variable.key.in->statement.pairs) {
    if (pair.key.span == variable.key.span) return {variable.key.in, pair.value.span};
  }
  return variable.key;
}

void check(const Plan& plan, const Document&, Report& report) {
  if (plan.stages.empty()) return;
  const Stage& last = plan.stages.back();
  if (last.cmd == none && last.entrypoint == none) return;
  const std::vector<bool> shipped = shipped_stages(plan);
  for (const Stage& stage : plan.stages) {
    if (shipped[stage.index] && is_for_development(stage)) return;
  }
  std::unordered_set<std::string_view> seen;
  // The last definition of each counts.
  for (auto variable = plan.variables.rbegin(); variable != plan.variables.rend(); ++variable) {
    if (variable->kind != VariableKind::env || variable->stage == none ||
        !shipped[variable->stage] || !seen.insert(variable->name).second)
      continue;
    const Setting* setting = variable->exact ? setting_of(*variable) : nullptr;
    if (!setting) continue;
    const Place place = value_of(*variable);
    Finding& finding =
        report.add(place, fmt::format("`{}={}` is for development and stays in the final image",
                                      variable->name, variable->value));
    finding.fixes.push_back(replace(place, std::string(setting->instead),
                                    fmt::format("Set it to `{}`", setting->instead),
                                    Safety::unsafe));
  }
}

}  // namespace

Rule debug_environment() {
  return {
      .name = "debug-environment",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Set no development or debug mode in the final image",
      .why = R"(
In development mode frameworks show stack traces, variables and sometimes a console to whoever causes
an error, compile at each request and install more packages. What ENV sets in the final stage is what
everybody runs who does not say otherwise. Give such settings to the container that needs them, with
`docker run -e` or in Compose, or in a stage of its own for development.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:22-slim
ENV NODE_ENV=[|development|] PORT=3000
COPY . /srv
CMD ["node", "/srv/server.js"]
)",
              .good = R"(
FROM node:22-slim
ENV NODE_ENV=production PORT=3000
COPY . /srv
CMD ["node", "/srv/server.js"]
)",
          },
          {
              .bad = R"(
FROM python:3.13 AS base
ENV FLASK_DEBUG [|1|]
FROM base AS tools
ENV DEBUG=1
FROM base
ENV APP_ENV=dev
ENV APP_ENV=production DJANGO_DEBUG=[|"True"|]
CMD ["flask", "run"]
)",
              .good = R"(
FROM python:3.13 AS base
ENV FLASK_DEBUG 0
FROM base AS tools
ENV DEBUG=1
FROM base
ENV APP_ENV=dev
ENV APP_ENV=production DJANGO_DEBUG=False
CMD ["flask", "run"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
