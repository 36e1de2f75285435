// Reports useradd with a large user id and without --no-log-init.

#include <fmt/core.h>

#include "analysis/ascii.h"
#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// The word that gives the user id, and the id itself; nullptr where there is none.
const ShellWord* user_id(const Command& command, std::span<const ShellWord> words,
                         std::string_view& id) {
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = command.text(words[i]);
    if (word.starts_with("--uid=")) return id = word.substr(6), &words[i];
    const bool letters = word.size() > 1 && word[0] == '-' && word[1] != '-';
    if (word != "--uid" && !(letters && word.back() == 'u')) continue;
    if (i + 1 == words.size()) return nullptr;
    return id = command.text(words[i + 1]), &words[i + 1];
  }
  return nullptr;
}

bool behind_letter(const Command& command, std::span<const ShellWord> words) {
  return std::none_of(words.begin(), words.end(), [&](const ShellWord& word) {
    return command.text(word).starts_with("--uid");
  });
}

void check(const Command& command, Report& report) {
  if (command.words.empty()) return;
  const bool as_hadolint = report.as_hadolint();
  const Callee call = as_hadolint ? literal_callee(command) : callee(command);
  if (call.name != "useradd" || !is_of_run(*command.script)) return;
  const auto arguments = call.arguments();
  if (has_flag(command, arguments, "-l") || has_flag(command, arguments, "--no-log-init")) return;
  std::string_view id;
  const ShellWord* word = user_id(command, arguments, id);
  if (!word) return;
  // hadolint: any text of that length, a variable too, but only behind -u.
  if (id.size() <= 5 || !(as_hadolint ? behind_letter(command, arguments) : is_number(id))) return;
  Finding& finding =
      report.add(*word, fmt::format("the login records of user id {} take up room in the image",
                                    as_hadolint ? "above 99999" : id));
  const Span name = call.words[0].span;
  if (name == word->span) return;  // the script was decoded
  finding.fixes.push_back(replace({command.script->in, {name.end, name.end}}, " --no-log-init",
                                  "Add `--no-log-init`", Safety::unsafe));
}

}  // namespace

Rule useradd_no_log_init() {
  return {
      .name = "useradd-no-log-init",
      .aliases = {"DL3046"},
      .category = Category::size,
      .severity = Severity::warning,
      .summary = "Add --no-log-init to useradd with a large user id",
      .why = R"(
`useradd` makes `/var/log/lastlog` and `/var/log/faillog` long enough to hold an entry of that user
id: some hundred megabytes for an id of seven digits, gigabytes for longer ones. On a disk the file
is full of holes; in a layer each hole becomes zeros that are compressed, pushed and unpacked. With
`--no-log-init` both files stay as they are.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN useradd -u [|1234567|] app
)",
              .good = R"(
FROM debian:12
RUN useradd --no-log-init -u 1234567 app
)",
          },
          {
              .bad = R"(
FROM fedora:42
RUN groupadd -g 1000000 app && \
    /usr/sbin/useradd -rmu [|1000000|] -g app app
)",
              .good = R"(
FROM fedora:42
RUN groupadd -g 1000000 app && \
    /usr/sbin/useradd --no-log-init -rmu 1000000 -g app app
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
