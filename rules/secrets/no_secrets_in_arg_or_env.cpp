// Reports ARG and ENV whose names say that they hold a secret.
#include <algorithm>

#include <fmt/core.h>

#include "analysis/keywords.h"
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

void check(const Plan& plan, const Document& document, Report& report) {
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Keyword keyword = in.statement.keyword;
    if (plan.steps[i].stage == none || (keyword != Keyword::arg && keyword != Keyword::env))
      continue;
    for (const Pair& pair : in.statement.pairs) {
      const std::string_view name = in.value(pair.key);
      if (!names_secret(name)) continue;
      report.add(
          Place{&in, pair.key.span},
          keyword == Keyword::env
              ? fmt::format(
                    "`{}` looks like a secret, and ENV keeps it in the image for all to read", name)
              : fmt::format("`{}` looks like a secret, and ARG leaves it in the image's history",
                            name));
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
      }},
      .check = check,
  };
}

}  // namespace dflint
