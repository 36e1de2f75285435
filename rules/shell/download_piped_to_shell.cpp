// Reports scripts that are run as they are downloaded: curl … | sh.
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/shell/download.h"

namespace dflint {
namespace {

bool is_numbered(std::string_view name, std::string_view stem) {
  return name.starts_with(stem) && name.find_first_not_of("0123456789.", stem.size()) == name.npos;
}

// Whether the program reads from its input what it shall do.
bool runs_input(const Callee& call) {
  const bool shell = is_shell(call.name);
  if (!shell && !is_numbered(call.name, "python") && call.name != "perl" && call.name != "ruby" &&
      call.name != "node" && call.name != "php")
    return false;
  for (size_t i = 1; i < call.words.size(); ++i) {
    const std::string_view text = call.text(i);
    if (text == "-" || text == "/dev/stdin" || (shell && text == "-s")) return true;
    if (!text.starts_with('-')) return shell && text.starts_with('<');  // a script, or bash <(…)
    if (shell) {
      if (text[1] != '-' && text.find('s') != text.npos) return true;
      if (text[1] != '-' && text.find('c') != text.npos) return false;
      if (text == "-o" || text == "-O") ++i;
    } else {
      return false;  // -c, -m, -e, -p: a program of their own
    }
  }
  return true;
}

// The download is part of a word of this command: sh -c "$(curl …)", eval "$(curl …)".
bool runs_substitution(const Callee& call, const Command& inner) {
  const bool runs =
      is_shell(call.name) || call.name == "eval" || call.name == "source" || call.name == ".";
  if (!runs) return false;
  for (size_t i = 1; i < call.words.size(); ++i) {
    const Span span = call.words[i].span;
    if (span.begin > inner.span.begin || span.end < inner.span.end) continue;
    const std::string_view text = call.text(i);
    if (text.starts_with("<(")) return true;
    // The whole text of the script, not a value in it: sh -c "install $(curl … | jq .version)".
    return !inner.piped_to_next && (text.starts_with("$(") || text.starts_with('`')) &&
           (!is_shell(call.name) || call.command->has_flag("-c"));
  }
  return false;
}

// Where the command that runs the download begins, or nullptr.
const Command* runner_of(const Command& download) {
  const std::vector<Command>& all = download.script->commands;
  const auto at = static_cast<size_t>(&download - all.data());
  if (download.piped_to_next) {
    for (size_t i = at + 1; i < all.size() && i < at + 8; ++i) {
      const Command& next = all[i];
      if (next.substitution != download.substitution) continue;
      if (next.pipeline != download.pipeline) break;
      const Callee call = callee(next);
      if (runs_input(call)) return &next;
      if (call.name != "tac" && call.name != "cat" && call.name != "tee" && call.name != "sed" &&
          call.name != "gunzip" && call.name != "tr")
        break;
    }
  }
  if (download.substitution == 0) return nullptr;
  for (size_t i = at; i-- > 0 && i + 8 > at;) {
    if (all[i].substitution >= download.substitution) continue;
    return runs_substitution(callee(all[i]), download) ? &all[i] : nullptr;
  }
  return nullptr;
}

const ShellWord* plain_url(const Callee& call) {
  for (const ShellWord& word : call.words) {
    if (call.command->text(word).starts_with("http://")) return &word;
  }
  return nullptr;
}

// curl -o file | sh: nothing comes through the pipe.
bool saves_to_file(const Callee& call) {
  if (call.name != "curl") return false;
  for (size_t i = 1; i + 1 < call.words.size(); ++i) {
    const std::string_view text = call.text(i);
    if ((text == "-o" || text == "--output") && call.text(i + 1) != "-") return true;
  }
  return false;
}

void check(const Command& command, Report& report) {
  const Callee call = callee(command);
  if (!is_downloader(call.name) || command.script->in->effective().keyword != Keyword::run) return;
  const Command* runner = runner_of(command);
  if (!runner || saves_to_file(call)) return;
  const Callee runs = callee(*runner);
  Finding& finding = report.add(
      runs.words[0],
      fmt::format("`{}` runs what {} downloads before anyone can check it", runs.name, call.name));
  // Over TLS it is at least the server's own.
  finding.severity = plain_url(call) ? Severity::warning : Severity::info;
}

}  // namespace

Rule download_piped_to_shell() {
  return {
      .name = "download-piped-to-shell",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Check a downloaded script before it runs",
      .why = R"(
`curl … | sh` runs, as root, whatever the server sends today: nothing pins the version, nothing is
there to be checked, and without `pipefail` a download that fails or breaks off leaves half a script
run and the build green. Download to a file, compare it with a checksum that stands in the
Dockerfile (`ADD --checksum=sha256:… URL /tmp/install.sh`), then run it; better still, copy the
program from its official image or install its package. Over plain `http://` anyone on the way can
write the script, which makes it a warning.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN curl -fsSL http://get.example.com/install.sh | [|sh|]
)",
              .good = R"(
FROM debian:12
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d \
    https://get.example.com/install.sh /tmp/install.sh
RUN sh /tmp/install.sh
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN curl -fsSL https://deb.example.com/setup_20.x | sudo -E [|bash|] -
)",
              .good = R"(
FROM node:20-bookworm
)",
          },
          {
              .bad = R"d(
FROM alpine:3.20
RUN [|sh|] -c "$(wget -qO- https://get.example.com/install.sh)"
)d",
              .good = R"(
FROM alpine:3.20
RUN wget -q https://get.example.com/1.2/install.sh \
    && echo "24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d  install.sh" \
       | sha256sum -c \
    && sh install.sh
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
