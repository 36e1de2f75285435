// Reports files of the final image that everybody may change.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/runtime/shipped_modes.h"

namespace dflint {
namespace {

bool is_octal(std::string_view mode) {
  return !mode.empty() && mode.size() <= 5 &&
         std::all_of(mode.begin(), mode.end(), [](char c) { return c >= '0' && c <= '7'; });
}

// One clause of a symbolic mode, such as "o+w" or "ug=rwx".
bool clause_opens(std::string_view clause) {
  const size_t sign = clause.find_first_of("+=");
  if (sign == std::string_view::npos) return false;
  const std::string_view who = clause.substr(0, sign), what = clause.substr(sign + 1);
  return who.find_first_of("oa") != std::string_view::npos &&
         what.find('w') != std::string_view::npos && what.find('t') == std::string_view::npos &&
         who.find_first_not_of("ugoa") == std::string_view::npos;
}

// Lets everybody write. With the sticky bit, as on /tmp, nobody can take away what is another's.
bool opens(std::string_view mode) {
  if (is_octal(mode)) {
    while (mode.size() > 3 && mode[0] == '0') mode.remove_prefix(1);
    const bool sticky = mode.size() == 4 && ((mode[0] - '0') & 1) != 0;
    return mode.size() >= 3 && ((mode.back() - '0') & 2) != 0 && !sticky;
  }
  for (size_t at = 0; at <= mode.size();) {
    const size_t end = std::min(mode.find(',', at), mode.size());
    if (clause_opens(mode.substr(at, end - at))) return true;
    at = end + 1;
  }
  return false;
}

// Open to all by purpose.
bool is_shared(std::string_view path) {
  return path.starts_with("/tmp") || path.starts_with("/var/tmp") || path.starts_with("/dev/") ||
         path.starts_with("/run/") || path.starts_with("/var/run/");
}

void report_mode(const Callee& call, const ShellWord& word, std::string_view mode, Report& report) {
  if (!opens(mode)) return;
  report.add({call.command->script->in, word.span},
             fmt::format("mode `{}` lets every user change this", mode));
}

void inspect_chmod(const Callee& call, Report& report) {
  const ShellWord* mode = nullptr;
  bool others = false;
  for (const ShellWord& word : call.arguments()) {
    const std::string_view text = call.command->text(word);
    if (text.starts_with('-')) continue;
    if (!mode) {
      mode = &word;
    } else {
      others |= !is_shared(text);
    }
  }
  if (mode && others) report_mode(call, *mode, call.command->text(*mode), report);
}

// mkdir and install: -m 777, -m777, --mode=777, and what is made as the last words.
void inspect_maker(const Callee& call, Report& report) {
  if (is_shared(call.text(call.words.size() - 1))) return;
  for (size_t i = 1; i + 1 < call.words.size(); ++i) {
    std::string_view text = call.text(i);
    size_t at = i;
    if (text == "-m" || text == "--mode" || text == "-pm" || text == "-dm") {
      text = call.text(++at);
    } else if (text.starts_with("--mode=")) {
      text.remove_prefix(7);
    } else if (text.starts_with("-m")) {
      text.remove_prefix(2);
    } else {
      continue;
    }
    return report_mode(call, call.words[at], text, report);
  }
}

void inspect(const Command& command, Report& report) {
  const Callee call = callee(command);
  if (call.name == "chmod") inspect_chmod(call, report);
  if (call.name == "mkdir" || call.name == "install") inspect_maker(call, report);
}

void check(const Plan& plan, const Document& document, Report& report) {
  visit_shipped_modes(
      plan, document,
      [&](std::string_view mode, Place place) {
        if (opens(mode))
          report.add(place, fmt::format("mode `{}` lets every user change this", mode));
      },
      [&](const Command& command) { inspect(command, report); });
}

}  // namespace

Rule world_writable() {
  return {
      .name = "world-writable",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Give files to the user who writes them instead of opening them to all",
      .why = R"(
`chmod 777` is often the way out of a `Permission denied`. It lets any process of the container, under
whatever user, change programs, scripts and settings, and so makes a small hole in one of them a way to
run anything. Give the directory to the user who needs it, with `chown` or `COPY --chown=`; for a user
id that is not known beforehand give it to group 0 and allow the group (`chmod g=u`). `/tmp` and modes
with the sticky bit, such as 1777, are left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
COPY --chmod=[|777|] run.sh /usr/local/bin/
RUN mkdir -p /data/cache && \
    chmod -R [|0777|] /data && \
    chmod 1777 /data/cache
)",
              .good = R"(
FROM debian:12
COPY --chmod=755 run.sh /usr/local/bin/
RUN mkdir -p /data/cache && \
    chown -R app /data && \
    chmod 1777 /data/cache
)",
          },
          {
              .bad = R"(
FROM debian:12 AS build
RUN chmod -R 777 /src
FROM debian:12
RUN mkdir -p -m [|777|] /srv/log && install -d --mode=2775 /srv/data
RUN chmod [|u+x,a+rwX|] /srv/app && chmod 777 /tmp
)",
              .good = R"(
FROM debian:12 AS build
RUN chmod -R 777 /src
FROM debian:12
RUN mkdir -p -m 755 /srv/log && install -d --mode=2775 /srv/data
RUN chmod u+x,a+rX /srv/app && chmod 777 /tmp
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
