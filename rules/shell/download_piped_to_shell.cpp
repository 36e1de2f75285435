// Reports scripts that are run as they are downloaded: curl … | sh.
#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "analysis/unicode.h"
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

void check_pipe(const Command& command, Report& report) {
  const Callee call = callee(command);
  if (!is_downloader(call.name) || command.script->in->effective().keyword != Keyword::run) return;
  const Command* runner = runner_of(command);
  if (!runner || saves_to_file(call)) return;
  const Callee runs = callee(*runner);
  Finding& finding = report.add(
      {command.script->in, runs.words[0].span},
      fmt::format("`{}` runs what {} downloads before anyone can check it", runs.name, call.name));
  finding.notes.push_back({{command.script->in, call.words[0].span}, "downloads it"});
  // Over TLS it is at least the server's own.
  finding.severity = plain_url(call) ? Severity::warning : Severity::info;
}

// Where byte `at` of the script's text stands in the source.
uint32_t source_of(const Script& script, uint32_t at) {
  const Piece* found = nullptr;
  for (const Piece& piece : script.pieces) {
    if (piece.line > at) break;
    found = &piece;
  }
  return found ? found->source + at - found->line : script.span.begin;
}

size_t find_word(std::string_view text, std::string_view word) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '-' || c == '_'; };
  for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end])))
      return at;
  }
  return text.npos;
}

// `iex (iwr URL)` and the like in one statement of PowerShell, which is read by its words alone.
void check_statement(const Script& script, std::string_view statement, size_t begin,
                     Report& report) {
  std::string_view runner = "iex";
  size_t at = find_word(statement, runner);
  if (at == statement.npos) at = find_word(statement, runner = "invoke-expression");
  if (at == statement.npos) return;
  for (std::string_view loader :
       {"downloadstring", "invoke-webrequest", "invoke-restmethod", "iwr", "irm"}) {
    const size_t load = find_word(statement, loader);
    if (load == statement.npos) continue;
    const auto first = static_cast<uint32_t>(begin + at);
    const auto last = static_cast<uint32_t>(first + runner.size() - 1);
    const Span span =
        script.opaque ? script.span : Span{source_of(script, first), source_of(script, last) + 1};
    const bool plain = statement.find("http://") != statement.npos;
    report
        .add({script.in, span},
             fmt::format("`{}` runs what {} downloads before anyone can check it",
                         script.text.substr(first, runner.size()),
                         script.text.substr(begin + load, loader.size())))
        .severity = plain ? Severity::warning : Severity::info;
    return;
  }
}

void check(const Script& script, Report& report) {
  if (script.in->effective().keyword != Keyword::run) return;
  for (const Command& command : script.commands) check_pipe(command, report);
  if (script.kind != ShellKind::powershell && script.kind != ShellKind::cmd) return;
  const std::string text = to_lower(script.text);
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of(";\n", at), text.size());
    check_statement(script, std::string_view(text).substr(at, end - at), at, report);
    at = end + 1;
  }
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
      .covers = {"pipefail"},
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
          {
              .bad = R"(
# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command"]
RUN Set-ExecutionPolicy Bypass -Scope Process; `
    [|iex|] ((New-Object System.Net.WebClient).DownloadString('https://example.com/install.ps1'))
)",
              .good = R"(
# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command"]
COPY install.ps1 .
RUN Set-ExecutionPolicy Bypass -Scope Process; `
    ./install.ps1
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
