// Reports passwords that are written out as an argument of a command.
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "analysis/credentials.h"
#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

struct Taker {
  std::string_view program;
  std::string_view flag;
  bool after_colon = false;  // user:password
};

constexpr Taker takers[] = {{"curl", "-u", true},
                            {"curl", "--user", true},
                            {"curl", "--proxy-user", true},
                            {"wget", "--password"},
                            {"wget", "--http-password"},
                            {"wget", "--ftp-password"},
                            {"sshpass", "-p"},
                            {"svn", "--password"},
                            {"docker", "--password"},
                            {"podman", "--password"},
                            {"skopeo", "--password"},
                            {"helm", "--password"},
                            {"subscription-manager", "--password"}};

std::string_view password_of(const Taker& taker, std::string_view value) {
  if (!taker.after_colon) return value;
  const size_t colon = value.find(':');
  return colon == value.npos ? std::string_view() : value.substr(colon + 1);
}

void check_word(const Callee& call, const Taker& taker, size_t i, Report& report) {
  const std::string_view text = call.text(i);
  size_t at = i;
  std::string_view value;
  if (text == taker.flag && i + 1 < call.words.size()) {
    value = call.text(++at);
  } else if (text.starts_with(taker.flag) && taker.flag.size() > 2 &&
             text[taker.flag.size()] == '=') {
    value = text.substr(taker.flag.size() + 1);
  } else if (text.starts_with(taker.flag) && taker.flag.size() == 2 && text.size() > 2) {
    value = text.substr(2);
  }
  const std::string_view password = password_of(taker, value);
  if (password.empty() || call.words[at].expands || is_placeholder_password(password)) return;
  report.add({call.command->script->in, call.words[at].span},
             fmt::format("the password for {} stands here, and in the image's history", call.name));
}

void check(const Command& command, Report& report) {
  const Callee call = callee(command);
  for (const Taker& taker : takers) {
    if (taker.program != call.name) continue;
    for (size_t i = 1; i < call.words.size(); ++i) check_word(call, taker, i, report);
  }
}

}  // namespace

Rule password_in_command() {
  return {
      .name = "password-in-command",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Keep passwords out of commands",
      .why = R"(
The text of each RUN is in the history of the image, and the Dockerfile in the repository: a password
in it is known to all who can read either. Change it, then mount the new one into the command that
needs it, `RUN --mount=type=secret,id=login,env=LOGIN curl -u "$LOGIN" …`, or let the program read a
mounted file (`curl --netrc-file /run/secrets/netrc`). Obvious placeholders are left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN curl -fsS -u [|deploy:Fv7Qm2xW9b|] -O https://files.acme.io/app.tar.gz
)",
              .good = R"(
FROM debian:12
RUN --mount=type=secret,id=login,env=LOGIN \
    curl -fsS -u "$LOGIN" -O https://files.acme.io/app.tar.gz
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN wget --user=deploy [|--password=Fv7Qm2xW9b|] https://files.acme.io/app.tar.gz
)",
              .good = R"(
FROM debian:12
RUN --mount=type=secret,id=wgetrc,target=/root/.wgetrc wget https://files.acme.io/app.tar.gz
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
