// Reports ARG and ENV whose names say that they hold a secret.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/credentials.h"
#include "analysis/expand.h"
#include "analysis/unicode.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// The one RUN of the file whose script reads the variable; none where others do, or where it is
// read by the builder itself.
uint32_t only_reader(const Plan& plan, const Document& document, std::string_view name) {
  for (const Reference& reference : plan.references) {
    if (reference.name == name) return none;
  }
  uint32_t reader = none;
  for (uint32_t i = 0; i < plan.steps.size(); ++i) {
    const Script* script = plan.steps[i].script.get();
    if (!script) continue;
    const bool reads = std::any_of(
        script->expansions.begin(), script->expansions.end(), [&](const Expansion& expansion) {
          return expansion.kind == ExpansionKind::variable && script->name(expansion) == name;
        });
    if (!reads) continue;
    const Statement& statement = document.instructions[i]->statement;
    if (reader != none || statement.keyword != Keyword::run || !plan.steps[i].more.empty())
      return none;
    reader = i;
  }
  return reader;
}

// ARG NAME that one RUN reads becomes a secret of that RUN.
void offer_mount(const Plan& plan, const Document& document, size_t arg, std::string_view name,
                 Finding& finding) {
  const Instruction& in = *document.instructions[arg];
  const Statement& statement = in.statement;
  if (statement.keyword != Keyword::arg || statement.pairs.size() != 1 ||
      statement.pairs[0].has_value || plan.steps[arg].stage == none)
    return;
  const uint32_t reader = only_reader(plan, document, name);
  if (reader == none || reader < arg || plan.steps[reader].stage != plan.steps[arg].stage ||
      plan.stages[plan.steps[arg].stage].windows)
    return;
  const Instruction& run = *document.instructions[reader];
  if (run.statement.rest.empty()) return;
  const Span at{run.statement.rest.begin, run.statement.rest.begin};
  Fix fix{
      fmt::format("Mount `{}` as a secret into the RUN that reads it", name), Safety::unsafe, {}};
  fix.replacements.push_back({{&in, {in.body.begin, static_cast<uint32_t>(in.text.size())}}, {}});
  fix.replacements.push_back(
      {{&run, at}, fmt::format("--mount=type=secret,id={},env={} ", to_lower(name), name)});
  finding.fixes.push_back(std::move(fix));
}

// hadolint: parts of names, whatever stands around them, and names that services of that time give.
bool names_secret_to_hadolint(std::string_view name) {
  constexpr std::string_view parts[] = {"api_key", "client_key", "password", "private",
                                        "secret",  "token",      "username"};
  constexpr std::string_view names[] = {"AWS_ACCESS_KEY_ID", "TRAVIS_OS_NAME"};
  const std::string lower = to_lower(name);
  return std::any_of(
             std::begin(parts), std::end(parts),
             [&](std::string_view part) { return lower.find(part) != std::string::npos; }) ||
         std::any_of(std::begin(names), std::end(names),
                     [&](std::string_view known) { return equal_ignoring_case(name, known); });
}

// The name as the builder sees it, without quotes.
std::string_view name_of(const Instruction& in, const Pair& pair, std::string& storage) {
  const std::string_view name = in.value(pair.key);
  if (!needs_expansion(name, in.dialect.escape)) return name;
  storage = expand(name, {.escape = in.dialect.escape, .keep_unset = true}).text;
  return storage;
}

void check(const Plan& plan, const Document& document, Report& report) {
  int offers = 20;  // each reads all scripts
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Statement& statement = in.effective();
    const bool env = statement.keyword == Keyword::env;
    if (!env && statement.keyword != Keyword::arg) continue;
    if (plan.steps[i].stage == none && !report.as_hadolint()) continue;
    for (const Pair& pair : statement.pairs) {
      std::string storage;
      const std::string_view name = name_of(in, pair, storage);
      if (!(report.as_hadolint() ? names_secret_to_hadolint(name) : names_secret(name))) continue;
      Finding& finding = report.add(Place{&in, pair.key.span},
                                    fmt::format("`{}` looks like a secret, and {}", name,
                                                env ? "ENV keeps it in the image for all to read"
                                                    : "ARG leaves it in the image's history"));
      if (!env && offers-- > 0) offer_mount(plan, document, i, name, finding);
    }
  }
}

}  // namespace

Rule no_secrets_in_arg_or_env() {
  return {
      .name = "no-secrets-in-arg-or-env",
      .aliases = {"SecretsUsedInArgOrEnv", "DL3064"},
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Keep secrets out of ARG and ENV",
      .why = R"(
ENV is stored in the image, and the values of build arguments in its history and provenance: whoever
can pull the image can read them. Hand secrets to the one command that needs them with
`RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN …` and `docker build --secret id=npm_token`, and
give run-time secrets to the container, not to the image. Only the name is looked at: a whole word
such as `token`, `password` or `key` between underscores; names with `public`, `file` or `version`
are left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:20
ARG [|NPM_TOKEN|]
RUN npm ci
)",
              .good = R"(
FROM node:20
RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci
)",
          },
          {
              .bad = R"(
FROM postgres:16
ENV POSTGRES_USER=app [|POSTGRES_PASSWORD|]=app
ONBUILD ARG [|API_KEY|]
)",
              .good = R"(
FROM postgres:16
ENV POSTGRES_USER=app POSTGRES_PASSWORD_FILE=/run/secrets/password
)",
          },
          {
              .bad = R"(
FROM node:20
ARG [|NPM_TOKEN|]
COPY package.json ./
RUN --network=default NPM_CONFIG_TOKEN=$NPM_TOKEN npm ci
)",
              .good = R"(
FROM node:20
COPY package.json ./
RUN --network=default --mount=type=secret,id=npm_token,env=NPM_TOKEN NPM_CONFIG_TOKEN=$NPM_TOKEN npm ci
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
