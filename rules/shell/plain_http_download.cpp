// Reports downloads over plain http that nothing checks.
#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/shell/download.h"
#include "rules/shell/hosts.h"
#include "rules/shell/without_words.h"

namespace dflint {
namespace {

constexpr std::string_view scheme = "http://";

// A host that can be known and lies in the public network.
bool is_public(std::string_view url) {
  const std::string_view host = host_of(url);
  return host.find_first_of("$<{%") == host.npos && !is_private_host(host);
}

// Known to have no https, as of 2025: Ubuntu's archives, which apt needs none for.
bool has_no_https(std::string_view host) {
  constexpr std::string_view hosts[] = {"archive.ubuntu.com", "security.ubuntu.com",
                                        "ports.ubuntu.com"};
  return std::any_of(std::begin(hosts), std::end(hosts), [&](std::string_view known) {
    if (!host.ends_with(known)) return false;
    host.remove_suffix(known.size());
    return host.empty() || host.ends_with('.');  // de.archive.ubuntu.com
  });
}

// `exact`: `place` is that of the word `http` in the URL.
void report_download(std::string_view program, std::string_view url, Place place, bool exact,
                     Report& report) {
  std::string message =
      fmt::format("what {} fetches over plain `http` can be replaced on the way", program);
  const std::string_view host = host_of(url);
  const bool only_http = has_no_https(host);
  if (only_http) message += fmt::format("; {} has no https, so compare a checksum", host);
  Finding& finding = report.add(place, std::move(message));
  if (!exact || only_http) return;
  finding.fixes.push_back(replace(place, "https", "Replace `http` by `https`", Safety::unsafe));
}

// Whether the program takes the word before for itself: curl -x http://proxy, -H, --referer.
bool is_value_of(std::string_view program, std::string_view before) {
  if (program == "curl") {
    if (before.size() > 1 && before[0] == '-' && before[1] != '-')
      return std::string_view("xHedAbuFU").find(before.back()) != std::string_view::npos;
    return before == "--proxy" || before == "--header" || before == "--referer" ||
           before == "--data" || before == "--user-agent" || before == "--preproxy";
  }
  return program == "wget" && (before == "--header" || before == "--referer" || before == "-e");
}

bool takes_url(const Callee& call) {
  const std::string_view name = call.name;
  if (is_downloader(name)) return true;
  // Their repositories are signed; a package or key by its URL is not.
  if (name == "rpm" || name == "yum" || name == "dnf" || name == "microdnf") return true;
  if (name == "git" || name == "svn") return true;
  if (name == "pip" || name == "pip3" || name == "uv") return true;
  if (name == "npm" || name == "yarn" || name == "pnpm" || name == "gem") return true;
  return false;
}

// The URL of plain http in "http://x" and "--flag=http://x".
std::string_view plain_url(std::string_view word) {
  return word.substr(std::min(word.find(scheme), word.size()));
}

// Whether the word is a URL of plain http, or --flag=URL, that counts.
bool fetches_plainly(const Callee& call, size_t i) {
  const std::string_view text = call.text(i);
  const std::string_view before = call.text(i - 1);
  size_t at = 0;
  if (!text.starts_with(scheme)) {
    const size_t equals = text.starts_with("--") ? text.find('=') : text.npos;
    if (equals == text.npos || !text.substr(equals + 1).starts_with(scheme)) return false;
    if (is_value_of(call.name, text.substr(0, equals)) ||
        text.substr(0, equals).find("proxy") != text.npos)
      return false;
    at = equals + 1;
  } else if (is_value_of(call.name, before) || before.find("proxy") != before.npos) {
    return false;
  }
  if (call.name == "yum" || call.name == "dnf" || call.name == "rpm" || call.name == "microdnf") {
    const bool file = text.ends_with(".rpm") || before == "--import";
    if (!file) return false;
  }
  return is_public(text.substr(at));
}

void check_command(const Command& command, bool& asked, bool& checked, Report& report) {
  const Callee call = callee(command);
  if (!takes_url(call)) return;
  for (size_t i = 1; i < call.words.size(); ++i) {
    if (!fetches_plainly(call, i)) continue;
    if (!asked) {
      asked = true;
      checked = checks_integrity(*command.script);
    }
    if (checked) return;
    const ShellWord& word = call.words[i];
    const Instruction& in = *command.script->in;
    const size_t found = in.source(word.span).find(scheme);
    Span span = word.span;
    const bool exact = (has_places(command) || command.script->kind == ShellKind::exec) &&
                       found != std::string_view::npos;
    if (exact) {
      span.begin += static_cast<uint32_t>(found);
      span.end = span.begin + 4;
    }
    report_download(call.name, plain_url(call.text(i)), {&in, span}, exact, report);
  }
}

void check_add(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  if (in.flag(statement, "checksum")) return;
  for (size_t i = 0; i + 1 < statement.args.size(); ++i) {
    const Word& word = statement.args[i];
    if (!in.value(word).starts_with(scheme) || !is_public(in.value(word))) continue;
    Span span = word.span;
    if (!word.decoded && in.source(span).starts_with(scheme)) span.end = span.begin + 4;
    report_download("ADD", in.value(word), {&in, span}, span.size() == 4, report);
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Keyword keyword = in.effective().keyword;
    if (keyword == Keyword::add) check_add(in, report);
    if (keyword != Keyword::run) continue;
    const Step& step = plan.steps[i];
    const auto check_script = [&](const Script& script) {
      bool asked = false, checked = false;
      for (const Command& command : script.commands) {
        check_command(command, asked, checked, report);
      }
    };
    if (step.script) check_script(*step.script);
    for (const ScriptPtr& script : step.more) check_script(*script);
  }
}

}  // namespace

Rule plain_http_download() {
  return {
      .name = "plain-http-download",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Download over https",
      .why = R"(
Plain `http` has no seal: every network between the build and the server can send something else, and
the build unpacks, installs or runs it. Nearly all servers speak `https`. A download that the same RUN
compares with a checksum or a signature is left alone, and so are the repositories of apt, apk, yum and
dnf, which are signed, the machine itself, and hosts of private networks.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN curl -fsSLO [|http|]://downloads.example.com/tool.tar.gz && tar xf tool.tar.gz
)",
              .good = R"(
FROM debian:12
RUN curl -fsSLO https://downloads.example.com/tool.tar.gz && tar xf tool.tar.gz
)",
          },
          {
              .bad = R"(
FROM debian:12
ADD [|http|]://downloads.example.com/tool.tar.gz /opt/
)",
              .good = R"(
FROM debian:12
ADD https://downloads.example.com/tool.tar.gz /opt/
)",
          },
          {
              .bad = R"(
FROM python:3.12
RUN pip install --index-url=[|http|]://pypi.example.com/simple app
)",
              .good = R"(
FROM python:3.12
RUN pip install --index-url=https://pypi.example.com/simple app
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN wget -q "[|http|]://downloads.example.com/tool"
RUN wget -q http://localhost:8080/status
)",
              .good = R"(
FROM debian:12
RUN wget -q "https://downloads.example.com/tool"
RUN wget -q http://localhost:8080/status
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
