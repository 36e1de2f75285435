// Reports tokens, private keys and passwords that stand in the Dockerfile.
#include <optional>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "analysis/credentials.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

std::string_view where(Keyword keyword) {
  switch (keyword) {
    case Keyword::env:
      return "ENV shows it to all who have the image";
    case Keyword::label:
      return "LABEL shows it to all who have the image";
    case Keyword::arg:
    case Keyword::run:
      return "it stays in the image's history";
    default:
      return "it stays in the image";
  }
}

// The finding never quotes what it found: reports are read by more people than the file.
void check(const Instruction& in, Report& report) {
  const std::string_view text = in.source(in.body);
  for (size_t at = 0; at < text.size();) {
    const std::optional<Credential> found = find_credential(text, at);
    if (!found) return;
    const Span span{in.body.begin + static_cast<uint32_t>(found->begin),
                    in.body.begin + static_cast<uint32_t>(found->end)};
    report.add(span,
               fmt::format("{} stands here, and {}", found->kind, where(in.effective().keyword)));
    at = found->end;
  }
}

}  // namespace

Rule hard_coded_secret() {
  return {
      .name = "hard-coded-secret",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Keep tokens, keys and passwords out of the Dockerfile",
      .why = R"(
A secret in the Dockerfile is in the repository, in the history of each image built from it, and in
the build cache; to take it out later does not take it back. Revoke it first. Then hand its successor
to the command that needs it: `RUN --mount=type=secret,id=token,env=TOKEN …` with
`docker build --secret id=token`, and to the running container through its environment or a file.
Found are tokens whose form leaves no doubt (GitHub, GitLab, AWS, Slack, npm, PyPI, Stripe and
others), private keys, and passwords in URLs; obvious placeholders are left alone.
)",
      .covers = {"no-secrets-in-arg-or-env"},
      .examples = {{
          {
              .bad = R"(
FROM node:20
RUN git clone https://deploy:[|Fv7Qm2xW9b|]@git.acme.io/app.git
)",
              .good = R"(
FROM node:20
RUN --mount=type=ssh git clone git@git.acme.io:app.git
)",
          },
          {
              .bad = R"(
FROM node:20
ENV REGISTRY_AUTH=[|npm_a81Kq0ZpXw3Rt5Yv7Nb9Mc2Ld4Fg6Hj8SkAB|]
)",
              .good = R"(
FROM node:20
RUN --mount=type=secret,id=npm,env=REGISTRY_AUTH npm ci
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
