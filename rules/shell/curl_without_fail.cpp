// Reports curl commands that save or run a server's error page as if it were the file.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/shell/download.h"
#include "rules/shell/without_words.h"

namespace dflint {
namespace {

struct Flags {
  bool fails = false;                  // -f
  bool saves = false;                  // -o, -O
  bool other = false;                  // looks at the answer by itself, or fetches none
  const ShellWord* letters = nullptr;  // the first word, where it is like -sSL
};

Flags flags_of(const Callee& call) {
  constexpr std::string_view takes_value = "AbcCdDeEFhHKmoPQrtTuUwxXyYz";
  Flags flags;
  for (size_t i = 1; i < call.words.size(); ++i) {
    const std::string_view text = call.text(i);
    if (text.size() < 2 || text[0] != '-') continue;
    if (text.starts_with("--")) {
      flags.fails |= text.starts_with("--fail");
      flags.saves |= text.starts_with("--output") || text.starts_with("--remote-name");
      flags.other |= text == "--head" || text.starts_with("--write-out") ||
                     text.starts_with("--data") || text.starts_with("--request") ||
                     text == "--version" || text.starts_with("--config") ||
                     text.starts_with("--upload-file");
      continue;
    }
    for (size_t k = 1; k < text.size(); ++k) {
      flags.fails |= text[k] == 'f';
      flags.saves |= text[k] == 'o' || text[k] == 'O';
      flags.other |= std::string_view("IwdXFKTV").find(text[k]) != std::string_view::npos;
      if (takes_value.find(text[k]) != takes_value.npos) break;
    }
    if (i == 1) flags.letters = &call.words[i];
  }
  return flags;
}

// A program that fails on an error page, so that someone notices.
bool notices(std::string_view name) {
  constexpr std::string_view programs[] = {
      "tar",     "unzip", "gunzip", "zcat",    "bunzip2",   "xz",    "unxz",
      "dpkg",    "rpm",   "gpg",    "gpgv",    "gzip",      "bzip2", "apt",
      "apt-get", "yum",   "dnf",    "apk",     "jq",        "cpio",  "7z",
      "bsdtar",  "zstd",  "patch",  "openssl", "ar",        "git",   "java",
      "pip",     "pip3",  "gdebi",  "conda",   "cmp",       "diff",  "grep",
      "npm",     "php",   "xzcat",  "lz4",     "microdnf",  "make",  "gcc",
      "gem",     "7za",   "python", "python3", "installer", "unar",  "zypper"};
  return std::find(std::begin(programs), std::end(programs), name) != std::end(programs);
}

// Whether the answer goes into a file although it may be an error page.
bool saves(const Command& command, const Flags& flags) {
  if (command.substitution != 0) return false;
  if (command.piped_to_next) {
    const std::vector<Command>& all = command.script->commands;
    // A shell, tar or gpg would stumble over the page.
    return &command != &all.back() && callee(*(&command + 1)).name == "tee";
  }
  return flags.saves || std::any_of(command.redirections.begin(), command.redirections.end(),
                                    [&](const Redirection& redirection) {
                                      return (redirection.op == ">" || redirection.op == ">>") &&
                                             redirection.fd != 2 &&
                                             command.text(redirection.target) != "/dev/null";
                                    });
}

void add_fix(const Callee& call, const Flags& flags, Finding& finding) {
  const Command& command = *call.command;
  if (!has_places(command)) return;
  const Instruction* in = command.script->in;
  Span at{call.words[0].span.end, call.words[0].span.end};
  std::string text = " -f";
  if (flags.letters && is_verbatim(command, *flags.letters)) {
    at = {flags.letters->span.begin + 1, flags.letters->span.begin + 1};
    text = "f";
  }
  finding.fixes.push_back(replace({in, at}, std::move(text), "Add `-f`", Safety::unsafe));
}

void check(const Script& script, Report& report) {
  if (script.in->effective().keyword != Keyword::run) return;
  bool noticed = false;  // by a command behind the one that is looked at
  bool asked = false;
  for (size_t i = script.commands.size(); i-- > 0;) {
    const Command& command = script.commands[i];
    const Callee call = callee(command);
    noticed |= notices(call.name);
    if (call.name != "curl" || noticed) continue;
    const Flags flags = flags_of(call);
    if (flags.fails || flags.other || !saves(command, flags)) continue;
    if (!std::exchange(asked, true) && checks_integrity(script)) return;
    Finding& finding =
        report.add({script.in, call.words[0].span},
                   "without `-f`, curl takes the server's error page for the file it asked for");
    add_fix(call, flags, finding);
  }
}

}  // namespace

Rule curl_without_fail() {
  return {
      .name = "curl-without-fail",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Make curl fail where the server does",
      .why = R"(
Where the server answers 404 or 500, curl saves the error page and ends well. The build goes on, and
the image holds a page of HTML; that it went wrong is seen when the program starts.
`-f` (`--fail`) makes curl and with it the build fail at once. Downloads that something later in the
RUN would stumble over, such as `tar`, `dpkg` or `sha256sum -c`, are left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN [|curl|] -sSL https://dl.example.com/tool -o /usr/local/bin/tool && chmod +x /usr/local/bin/tool
)",
              .good = R"(
FROM debian:12
RUN curl -fsSL https://dl.example.com/tool -o /usr/local/bin/tool && chmod +x /usr/local/bin/tool
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN [|curl|] https://dl.example.com/tool.conf | tee /etc/tool.conf
)",
              .good = R"(
FROM debian:12
RUN curl -f https://dl.example.com/tool.conf | tee /etc/tool.conf
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN curl -LO https://dl.example.com/tool.tar.gz && tar xf tool.tar.gz
RUN [|curl|] -L https://dl.example.com/tool.conf > /etc/tool.conf
)",
              .good = R"(
FROM debian:12
RUN curl -LO https://dl.example.com/tool.tar.gz && tar xf tool.tar.gz
RUN curl -fL https://dl.example.com/tool.conf > /etc/tool.conf
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
