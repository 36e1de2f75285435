// Reports package managers that are told to install packages without checking their signatures.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/shell/given_variables.h"
#include "rules/shell/without_pair.h"
#include "rules/shell/without_words.h"

namespace dflint {
namespace {

enum class Family : uint8_t { none, apt, apk, rpm, zypper, yum };

Family family_of(std::string_view name) {
  if (name == "apt-get" || name == "apt" || name == "aptitude") return Family::apt;
  if (name == "apk") return Family::apk;
  if (name == "yum" || name == "dnf" || name == "microdnf" || name == "tdnf" || name == "dnf5")
    return Family::yum;
  if (name == "zypper") return Family::zypper;
  if (name == "rpm") return Family::rpm;
  return Family::none;
}

struct FlagOf {
  Family family;
  std::string_view flag;
  std::string_view instead = {};  // what the fix writes for it
};

constexpr FlagOf flags[] = {{Family::apt, "--allow-unauthenticated"},
                            {Family::apt, "--force-yes", "-y"},
                            {Family::apt, "--allow-insecure-repositories"},
                            {Family::apk, "--allow-untrusted"},
                            {Family::yum, "--nogpgcheck"},
                            {Family::yum, "--no-gpgchecks"},
                            {Family::yum, "--setopt=gpgcheck=0"},
                            {Family::yum, "--setopt=gpgcheck=false"},
                            {Family::yum, "--setopt=*.gpgcheck=0"},
                            {Family::zypper, "--no-gpg-checks"},
                            {Family::zypper, "--no-gpgcheck"},
                            {Family::rpm, "--nosignature"},
                            {Family::rpm, "--nodigest"}};

// APT::Get::AllowUnauthenticated=true, as the value of -o.
bool is_apt_option(std::string_view text) {
  if (text.starts_with("-o")) text.remove_prefix(2);
  const size_t equals = text.find('=');
  if (equals == text.npos) return false;
  const std::string_view value = text.substr(equals + 1);
  if (value != "true" && value != "1" && value != "yes") return false;
  text = text.substr(0, equals);
  return text.ends_with("::AllowUnauthenticated") || text.ends_with("::AllowInsecureRepositories");
}

Place place_of(const Callee& call, size_t word) {
  return {call.command->script->in, call.words[word].span};
}

std::string about(std::string_view flag, const Callee& call) {
  return fmt::format("`{}` makes {} install packages of unknown origin", flag, call.name);
}

bool has_yes(const Callee& call) {
  for (size_t i = 1; i < call.words.size(); ++i) {
    const std::string_view text = call.text(i);
    if (text == "--yes" || text == "--assume-yes") return true;
    if (text.size() > 1 && text[0] == '-' && text[1] != '-' && text[1] != 'o' &&
        text.find('y') != text.npos)
      return true;
  }
  return false;
}

Fix fix_for(const Callee& call, const FlagOf& known, const ShellWord& word) {
  const bool keep = !known.instead.empty() && !has_yes(call);
  Fix fix{keep ? fmt::format("Replace `{}` by `{}`", known.flag, known.instead)
               : fmt::format("Remove `{}`", known.flag),
          Safety::unsafe,
          {}};
  if (keep) {
    if (has_places(*call.command))
      fix.replacements.push_back(
          {{call.command->script->in, word.span}, std::string(known.instead)});
  } else if (std::optional<Replacement> removal = without_words(*call.command, word)) {
    fix.replacements.push_back(std::move(*removal));
  }
  return fix;
}

void check_flags(const Callee& call, Family family, Report& report) {
  for (size_t i = 1; i < call.words.size(); ++i) {
    const std::string_view text = call.text(i);
    if (family == Family::apt && is_apt_option(text)) {
      report.add(place_of(call, i), about(text, call));
    }
    if (!text.starts_with("--")) continue;
    for (const FlagOf& known : flags) {
      if (known.family != family || known.flag != text) continue;
      Finding& finding = report.add(place_of(call, i), about(text, call));
      Fix fix = fix_for(call, known, call.words[i]);
      // Of a file somebody may have checked, apk knows no signature.
      const bool from_file = std::ranges::any_of(call.arguments(), [&](const ShellWord& word) {
        return call.command->text(word).ends_with(".apk");
      });
      if (!fix.replacements.empty() && !from_file) finding.fixes.push_back(std::move(fix));
    }
  }
}

// "deb [trusted=yes] https://…", but not of a directory of one's own.
bool is_trusted_source(std::string_view text) {
  const size_t at = text.find("trusted=yes");
  if (at == text.npos || text.find("deb") == text.npos) return false;
  const size_t close = text.find(']', at);
  if (close == text.npos) return false;
  const std::string_view rest = text.substr(close + 1);
  const size_t url = rest.find_first_not_of(' ');
  return url != rest.npos && !rest.substr(url).starts_with("file:") &&
         !rest.substr(url).starts_with("copy:") && !rest.substr(url).starts_with('/');
}

void check_echo(const Callee& call, Report& report) {
  if (call.command->redirections.empty() && !call.command->piped_to_next) return;
  for (size_t i = 1; i < call.words.size(); ++i) {
    const std::string_view text = call.text(i);
    if (text.size() < 8) continue;
    if (is_trusted_source(text)) {
      report.add(place_of(call, i),
                 "`trusted=yes` makes apt take packages of unknown origin from here");
    } else if (text.find("gpgcheck=0") != text.npos && text.find("repo_gpgcheck=0") == text.npos) {
      report.add(place_of(call, i), "`gpgcheck=0` switches off the check of package signatures");
    } else if (text.find("AllowUnauthenticated \"true\"") != text.npos) {
      report.add(place_of(call, i), "this setting makes apt install packages of unknown origin");
    }
  }
}

// ---- the checksum database of Go, which is signed

std::string_view unquoted(std::string_view value) {
  if (value.size() >= 2 && (value[0] == '"' || value[0] == '\'') && value.back() == value[0])
    return value.substr(1, value.size() - 2);
  return value;
}

// Patterns of one's own modules are what these variables are for; a lone * means all.
bool is_all(std::string_view patterns) {
  patterns = unquoted(patterns);
  while (!patterns.empty()) {
    const size_t comma = std::min(patterns.find(','), patterns.size());
    const std::string_view one = patterns.substr(0, comma);
    if (one == "*" || one == "*/*" || one == "*.*") return true;
    patterns.remove_prefix(std::min(comma + 1, patterns.size()));
  }
  return false;
}

bool switches_off(std::string_view name, std::string_view value) {
  if (!name.starts_with("GO")) return false;
  if (name == "GOSUMDB") return unquoted(value) == "off";
  return (name == "GONOSUMDB" || name == "GOPRIVATE") && is_all(value);
}

std::string about_variable(std::string_view name) {
  return fmt::format("`{}` makes go take modules that the checksum database does not vouch for",
                     name);
}

void check_pairs(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  for (size_t i = 0; i < statement.pairs.size(); ++i) {
    const Pair& pair = statement.pairs[i];
    const std::string_view name = in.value(pair.key);
    if (!pair.has_value || !switches_off(name, in.value(pair.value))) continue;
    Finding& finding =
        report.add(Place{&in, {pair.key.span.begin, pair.value.span.end}}, about_variable(name));
    if (std::optional<Fix> fix = without_pair(in, i)) finding.fixes.push_back(std::move(*fix));
  }
}

void check_assignments(const Command& command, Report& report) {
  visit_given_variables(command, [&](std::string_view name, std::string_view value, Span span) {
    if (switches_off(name, value))
      report.add(Place{command.script->in, span}, about_variable(name));
  });
}

// ----

void check_command(const Command& command, Report& report) {
  check_assignments(command, report);
  const Callee call = callee(command);
  if (call.name == "echo" || call.name == "printf") return check_echo(call, report);
  const Family family = family_of(call.name);
  if (family != Family::none) check_flags(call, family, report);
}

void check(const Plan& plan, const Document& document, Report& report) {
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Keyword keyword = in.effective().keyword;
    if (keyword == Keyword::env || keyword == Keyword::arg) check_pairs(in, report);
    const Step& step = plan.steps[i];
    if (step.script) {
      for (const Command& command : step.script->commands) check_command(command, report);
    }
    for (const ScriptPtr& script : step.more) {
      for (const Command& command : script->commands) check_command(command, report);
    }
  }
}

}  // namespace

Rule disabled_signature_check() {
  return {
      .name = "disabled-signature-check",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Let package managers check signatures",
      .why = R"(
The signature of a package, or of the index that lists it, is what tells the distributor's packages
from those of anybody who can answer for the mirror. Switched off, the build installs, as root,
whatever arrives. Add the key of the repository instead: below `/etc/apt/keyrings` with
`signed-by=` in the source line, below `/etc/apk/keys`, or with `rpm --import`; and use an image whose
distribution is still supported where its keys have expired. `--force-yes` does all that
`--allow-unauthenticated` does and more; `-y` is enough.

Go compares modules that are not in `go.sum` yet with a signed database; `GOSUMDB=off`, `GONOSUMDB=*` and
`GOPRIVATE=*` switch that off for all. Name your own modules only: `GOPRIVATE=git.example.com/*`.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN apt-get update && apt-get install -y [|--allow-unauthenticated|] nginx
)",
              .good = R"(
FROM debian:12
RUN apt-get update && apt-get install -y nginx
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN apt-get update && apt-get install [|--force-yes|] nginx
)",
              .good = R"(
FROM debian:12
RUN apt-get update && apt-get install -y nginx
)",
          },
          {
              .bad = R"(
FROM alpine:3.20
RUN apk add --no-cache \
    [|--allow-untrusted|] \
    glibc-2.35-r1.apk
)",
              .good = R"(
FROM alpine:3.20
RUN apk add --no-cache \
    glibc-2.35-r1.apk
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN echo [|"deb [trusted=yes] https://apt.example.com/ ./"|] > /etc/apt/sources.list.d/x.list
)",
              .good = R"(
FROM debian:12
ADD --chmod=644 https://apt.example.com/key.asc /etc/apt/keyrings/x.asc
RUN echo "deb [signed-by=/etc/apt/keyrings/x.asc] https://apt.example.com/ ./" \
    > /etc/apt/sources.list.d/x.list
)",
          },
          {
              .bad = R"(
FROM golang:1.23
ENV CGO_ENABLED=0 [|GOSUMDB=off|]
COPY . .
RUN go build -o /app
)",
              .good = R"(
FROM golang:1.23
ENV CGO_ENABLED=0
COPY . .
RUN go build -o /app
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
