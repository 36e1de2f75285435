// Reports programs that get setuid bits: they run as their owner, whoever starts them.
#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/runtime/shipped_modes.h"

namespace dflint {
namespace {

// "u+s", "+sx", "u=rwxs", not g+s, which directories use to hand on their group, nor a+s, which
// means the same there.
bool clause_sets(std::string_view clause) {
  const size_t sign = clause.find_first_of("+=");
  if (sign == std::string_view::npos) return false;
  const std::string_view who = clause.substr(0, sign), what = clause.substr(sign + 1);
  return (who.empty() || who.find('u') != std::string_view::npos) &&
         who.find_first_not_of("ugo") == std::string_view::npos &&
         what.find('s') != std::string_view::npos &&
         what.find_first_not_of("rwxXst") == std::string_view::npos;
}

bool sets_user(std::string_view mode) {
  if (mode.find_first_not_of("01234567") == std::string_view::npos) {
    while (mode.size() > 4 && mode[0] == '0') mode.remove_prefix(1);
    return mode.size() == 4 && mode[0] >= '4';
  }
  for (size_t at = 0; at <= mode.size();) {
    const size_t end = std::min(mode.find(',', at), mode.size());
    if (clause_sets(mode.substr(at, end - at))) return true;
    at = end + 1;
  }
  return false;
}

// Programs that do not work without, and guard themselves.
bool has_always(std::string_view path) {
  constexpr std::string_view programs[] = {
      "ping",       "ping6",       "chrome-sandbox", "chrome_sandbox", "bwrap",
      "fusermount", "fusermount3", "newuidmap",      "newgidmap",      "sudo",
      "su",         "mount",       "umount",         "passwd"};
  return std::find(std::begin(programs), std::end(programs), path.substr(path.rfind('/') + 1)) !=
         std::end(programs);
}

void inspect(const Command& command, Report& report) {
  const Callee call = callee(command);
  if (call.name != "chmod") return;
  const ShellWord* mode = nullptr;
  bool others = false;
  for (const ShellWord& word : call.arguments()) {
    const std::string_view text = command.text(word);
    if (text.starts_with('-')) continue;
    if (!mode) {
      mode = &word;
    } else {
      others |= !has_always(text);
    }
  }
  if (!mode || !others || !sets_user(command.text(*mode))) return;
  report.add({command.script->in, mode->span},
             fmt::format("mode `{}` lets everybody run this with the rights of its owner",
                         command.text(*mode)));
}

void check(const Plan& plan, const Document& document, Report& report) {
  visit_shipped_modes(
      plan, document,
      [&](std::string_view mode, Place place) {
        if (sets_user(mode))
          report.add(
              place,
              fmt::format("mode `{}` lets everybody run this with the rights of its owner", mode));
      },
      [&](const Command& command) { inspect(command, report); });
}

}  // namespace

Rule setuid_program() {
  return {
      .name = "setuid-program",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Give no program the setuid bit",
      .why = R"(
A program with the setuid bit runs as its owner, mostly root, whoever starts it: a mistake in it makes
every user of the container root, and USER protects nobody any more. Where a program needs one right
of root only, give it that one with `setcap`, such as `cap_net_bind_service=+ep`; where a service must
begin as root, start it so and let it change the user. Programs that bring the bit anyhow, such as
`ping`, `sudo` and the sandbox of Chrome, are left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
COPY --chmod=[|4755|] backup /usr/local/bin/
RUN chmod [|u+s|] /usr/local/bin/restore && chmod 4755 /usr/bin/ping
)",
              .good = R"(
FROM debian:12
COPY --chmod=755 backup /usr/local/bin/
RUN setcap cap_dac_override=+ep /usr/local/bin/restore && chmod 4755 /usr/bin/ping
)",
          },
          {
              .bad = R"(
FROM debian:12 AS build
RUN chmod 6755 tool
FROM debian:12
RUN chmod -R [|g+s,u+rws|] /opt/acme && chmod g+s /srv && chmod 2775 /srv/share
)",
              .good = R"(
FROM debian:12 AS build
RUN chmod 6755 tool
FROM debian:12
RUN chmod -R g+s,u+rw /opt/acme && chmod g+s /srv && chmod 2775 /srv/share
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
