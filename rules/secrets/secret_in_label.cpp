// Reports labels that hold a secret by their name, or by the variable they are made of.
#include <algorithm>
#include <iterator>

#include <fmt/core.h>

#include "analysis/quotes.h"
#include "analysis/unicode.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

constexpr std::string_view secret_words[] = {"apikey", "credential", "credentials", "password",
                                             "passwd", "secret",     "token"};
// What follows is a description of a secret, not the secret.
constexpr std::string_view harmless_words[] = {"public", "file", "version", "path", "name",
                                               "url",    "id",   "type",    "docs", "policy"};

// Words of a name stand between punctuation.
bool names_secret(std::string_view name) {
  constexpr std::string_view separators = "_.-/";
  bool secret = false, api = false;
  for (size_t at = 0; at <= name.size();) {
    const size_t end = std::min(name.find_first_of(separators, at), name.size());
    const std::string_view word = name.substr(at, end - at);
    const auto equals = [&](std::string_view known) { return equal_ignoring_case(word, known); };
    if (std::any_of(std::begin(harmless_words), std::end(harmless_words), equals)) return false;
    secret |= std::any_of(std::begin(secret_words), std::end(secret_words), equals) ||
              (api && equals("key"));
    api = equals("api") || equals("private") || equals("access");
    at = end + 1;
  }
  return secret;
}

bool is_flag(std::string_view value) {
  for (std::string_view known : {"true", "false", "yes", "no", "1", "0", "required", "none"}) {
    if (equal_ignoring_case(value, known)) return true;
  }
  return false;
}

void check(const Plan& plan, const Document& document, Report& report) {
  for (const InstructionPtr& in : document.instructions) {
    if (in->statement.keyword != Keyword::label) continue;
    for (const Pair& pair : in->statement.pairs) {
      const std::string_view key = without_quotes(in->value(pair.key));
      const std::string_view value = without_quotes(in->value(pair.value));
      if (value.empty() || is_flag(value) || !names_secret(key)) continue;
      report.add(Place{in.get(), pair.key.span},
                 fmt::format("`{}` looks like a secret, and labels can be read by all who have the "
                             "image",
                             key));
    }
  }
  for (const Reference& reference : plan.references) {
    if (!reference.place.in || reference.place.in->statement.keyword != Keyword::label) continue;
    if (!names_secret(reference.name)) continue;
    report.add(reference.place,
               fmt::format("`{}` looks like a secret, and labels can be read by all who have the "
                           "image",
                           reference.name));
  }
}

}  // namespace

Rule secret_in_label() {
  return {
      .name = "secret-in-label",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Keep secrets out of labels",
      .why = R"(
Labels stand in the image's configuration in clear text: `docker inspect` shows them, and registries
show them without a download. A password or token in a label is published with the image. Labels are
judged by their names (`password`, `secret`, `token`, `api-key`), and by the names of variables in
their values.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ARG DEPLOY_TOKEN
LABEL org.example.url="https://example.org/?t=[|$DEPLOY_TOKEN|]" [|org.example.password|]=hunter2
)",
              .good = R"(
FROM debian:12
ARG DEPLOY_TOKEN
LABEL org.example.url="https://example.org/" org.example.password-policy=strict
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
