// Reports ARG and ENV whose names say that they hold a secret.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/expand.h"
#include "analysis/unicode.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

constexpr std::string_view secret_words[] = {"apikey", "auth",     "credential", "credentials",
                                             "key",    "password", "pword",      "passwd",
                                             "secret", "token"};
constexpr std::string_view harmless_words[] = {"public", "file", "version"};

// Words of a name stand between underscores.
bool names_secret(std::string_view name) {
  bool secret = false;
  for (size_t at = 0; at <= name.size();) {
    const size_t end = std::min(name.find('_', at), name.size());
    const std::string_view word = name.substr(at, end - at);
    const auto equals = [&](std::string_view known) { return equal_ignoring_case(word, known); };
    if (std::any_of(std::begin(harmless_words), std::end(harmless_words), equals)) return false;
    secret |= std::any_of(std::begin(secret_words), std::end(secret_words), equals);
    at = end + 1;
  }
  return secret;
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
    if (!env && statement.keyword != Keyword::arg) continue;
    if (plan.steps[i].stage == none && !report.as_hadolint()) continue;
    for (const Pair& pair : statement.pairs) {
      if (!report.as_hadolint() && !may_name_secret(in.value(pair.key))) continue;
      std::string storage;
      const std::string_view name = name_of(in, pair, storage);
      if (!(report.as_hadolint() ? names_secret_to_hadolint(name) : names_secret(name))) continue;
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
      }},
      .check = check,
  };
}

}  // namespace dflint
