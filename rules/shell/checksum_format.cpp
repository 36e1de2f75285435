// Asks for two blanks between checksum and file name.
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/shell/without_words.h"

namespace dflint {
namespace {

bool checks_sums(const Command& command) {
  const Callee call = callee(command);
  const bool sum =
      (call.name.starts_with("sha") || call.name.starts_with("md5")) && call.name.ends_with("sum");
  return sum && (command.has_flag("-c") || command.has_flag("--check"));
}

// Where the only blank between sum and name stands; npos where there are two, or none.
size_t single_blank(std::string_view text) {
  const size_t blank = text.find(' ');
  if (blank == text.npos || blank == 0 || blank + 1 == text.size()) return text.npos;
  if (text[blank + 1] == ' ' || text[blank + 1] == '*') return text.npos;
  return text.find(' ', blank + 1) == text.npos ? blank : text.npos;
}

void check(const Command& command, Report& report) {
  if (!command.piped_to_next || command.name() != "echo" || command.words.empty()) return;
  const std::vector<Command>& all = command.script->commands;
  if (&command == &all.back() || !checks_sums(*(&command + 1))) return;
  for (size_t i = 1; i < command.words.size(); ++i) {
    const ShellWord& word = command.words[i];
    const std::string_view text = command.text(word);
    // echo SUM FILE: echo writes one blank.
    if (text.find(' ') == text.npos && !text.starts_with('-') && i + 2 == command.words.size() &&
        command.text(command.words[i + 1]).find(' ') == text.npos) {
      report.add({command.script->in, {word.span.begin, command.words[i + 1].span.end}},
                 "`echo` puts one blank between checksum and name; the format has two");
      return;
    }
    if (single_blank(text) == text.npos) continue;
    const Instruction& in = *command.script->in;
    Finding& finding =
        report.add(word, "one blank stands between checksum and name; the format has two");
    const std::string_view source = in.source(word.span);
    const size_t blank = source.find(' ');
    if (!has_places(command) || blank == source.npos || source.find(' ', blank + 1) != source.npos)
      continue;
    const auto at = word.span.begin + static_cast<uint32_t>(blank);
    finding.fixes.push_back(replace({&in, {at, at}}, " ", "Add a blank"));
  }
}

}  // namespace

Rule checksum_format() {
  return {
      .name = "checksum-format",
      .category = Category::correctness,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Write two blanks between checksum and file name",
      .why = R"(
`sha256sum -c` reads lines of a checksum, a blank, a second blank (or `*` for binary) and the name.
GNU's programs forgive a single blank; the ones of BusyBox, which Alpine has, do not, and the build
fails there with a message that does not say why.
)",
      .examples = {{
          {
              .bad = R"(
FROM alpine:3.20
ARG SHA256
RUN echo [|"$SHA256 tool.tar.gz"|] | sha256sum -c -
)",
              .good = R"(
FROM alpine:3.20
ARG SHA256
RUN echo "$SHA256  tool.tar.gz" | sha256sum -c -
)",
          },
          {
              .bad = R"(
FROM alpine:3.20
ARG SHA256
RUN echo [|$SHA256 tool.tar.gz|] | sha256sum -c -
)",
              .good = R"(
FROM alpine:3.20
ARG SHA256
RUN echo "$SHA256  tool.tar.gz" | sha256sum -c -
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
