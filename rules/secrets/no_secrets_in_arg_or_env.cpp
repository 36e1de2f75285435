// Reports ARG and ENV whose names say that they hold a secret.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/expand.h"
#include "analysis/secret_name.h"
#include "analysis/unicode.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// Every secret word has one of these letters, which most names have not.
bool may_name_secret(std::string_view name) {
  return std::any_of(name.begin(), name.end(), [](char c) {
    const char lower = to_lower(c);
    return lower == 'h' || lower == 'k' || lower == 'r' || lower == 'w';
  });
}

// The name as the builder sees it, without quotes.
std::string_view name_of(const Instruction& in, const Pair& pair, std::string& storage) {
  const std::string_view name = in.value(pair.key);
  if (!needs_expansion(name, in.dialect.escape)) return name;
  storage = expand(name, {.escape = in.dialect.escape, .keep_unset = true}).text;
  return storage;
}

void check(const Plan& plan, const Document& document, Report& report) {
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Statement& statement = in.effective();
    const bool env = statement.keyword == Keyword::env;
    if (plan.steps[i].stage == none || (!env && statement.keyword != Keyword::arg)) continue;
    for (const Pair& pair : statement.pairs) {
      if (!may_name_secret(in.value(pair.key))) continue;
      std::string storage;
      const std::string_view name = name_of(in, pair, storage);
      if (!names_secret(name)) continue;
      report.add(Place{&in, pair.key.span},
                 fmt::format("`{}` looks like a secret, and {}", name,
                             env ? "ENV keeps it in the image for all to read"
                                 : "ARG leaves it in the image's history"));
    }
  }
}

}  // namespace

Rule no_secrets_in_arg_or_env() {
  return {
      .name = "no-secrets-in-arg-or-env",
      .aliases = {"SecretsUsedInArgOrEnv"},
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
      }},
      .check = check,
  };
}

}  // namespace dflint
