// Asks wget not to draw its progress.
#include <algorithm>
#include <iterator>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool is_quiet(const Command& command, std::span<const ShellWord> arguments) {
  constexpr std::string_view flags[] = {"--progress",     "-q", "--quiet",         "-o",
                                        "--output-file",  "-a", "--append-output", "--no-verbose",
                                        "--show-progress"};
  return std::any_of(std::begin(flags), std::end(flags),
                     [&](std::string_view flag) { return has_flag(command, arguments, flag); }) ||
         std::any_of(arguments.begin(), arguments.end(), [&](const ShellWord& word) {
           const std::string_view text = command.text(word);
           return text == "-nv";
         });
}

void check(const Command& command, Report& report) {
  if (command.words.empty() || !is_of_run(*command.script)) return;
  const Callee call = report.as_hadolint() ? literal_callee(command) : callee(command);
  if (call.name != "wget") return;
  const auto arguments = call.arguments();
  if (is_quiet(command, arguments)) return;
  if (!report.as_hadolint() && (arguments.empty() || has_flag(command, arguments, "--version") ||
                                has_flag(command, arguments, "--spider")))
    return;
  const Span name = call.words[0].span;
  Finding& finding = report.add(name, "`wget` fills the log of the build with its progress");
  if (arguments.empty() || arguments[0].span == name) return;
  finding.fixes.push_back(
      replace({command.script->in, {name.end, name.end}}, " -nv", "Add `-nv`", Safety::unsafe));
}

}  // namespace

Rule quiet_wget() {
  return {
      .name = "quiet-wget",
      .aliases = {"DL3047"},
      .category = Category::style,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Call wget with -nv or --progress",
      .why = R"(
Where nobody watches, wget prints a row of dots for every 50 kilobytes: thousands of lines for a large
file, in which the message that matters is lost. `-nv` prints one line a file and still says what goes
wrong; `-q` says nothing at all; `--progress=dot:giga` prints fewer dots.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN [|wget|] https://example.com/tool.tar.gz
)",
              .good = R"(
FROM debian:12
RUN wget -nv https://example.com/tool.tar.gz
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN cd /opt && \
    sudo [|wget|] -O tool https://example.com/tool && \
    wget -qO- https://example.com/keys > keys
)",
              .good = R"(
FROM debian:12
RUN cd /opt && \
    sudo wget -nv -O tool https://example.com/tool && \
    wget -qO- https://example.com/keys > keys
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
