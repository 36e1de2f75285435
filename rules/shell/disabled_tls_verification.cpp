// Reports commands and variables that switch off the verification of TLS certificates.
#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "analysis/shell/callee.h"
#include "analysis/unicode.h"
#include "analysis/word_filter.h"
#include "rules/report.h"
#include "rules/rule.h"
#include "rules/shell/download.h"
#include "rules/shell/given_variables.h"
#include "rules/shell/hosts.h"
#include "rules/shell/without_pair.h"
#include "rules/shell/without_words.h"

namespace dflint {
namespace {

// ---- variables

enum class Off : uint8_t {
  any,
  not_empty,
  zero,
  no,
  yes,
  insecure
};  // the values that switch it off

struct Variable {
  std::string_view name;
  Off off;
};

constexpr Variable variables[] = {
    {"NODE_TLS_REJECT_UNAUTHORIZED", Off::zero},
    {"PYTHONHTTPSVERIFY", Off::zero},
    {"GIT_SSL_NO_VERIFY", Off::any},  // git only asks whether it is set
    {"NPM_CONFIG_STRICT_SSL", Off::no},
    {"YARN_STRICT_SSL", Off::no},
    {"YARN_ENABLE_STRICT_SSL", Off::no},
    {"PIP_TRUSTED_HOST", Off::not_empty},
    {"UV_INSECURE_HOST", Off::not_empty},
    {"CONDA_SSL_VERIFY", Off::no},
    {"GOINSECURE", Off::not_empty},
    {"GOFLAGS", Off::insecure},
    {"BUNDLE_SSL_VERIFY_MODE", Off::zero},
    {"PERL_LWP_SSL_VERIFY_HOSTNAME", Off::zero},
    {"HEX_UNSAFE_HTTPS", Off::yes}};

std::string_view unquoted(std::string_view value) {
  if (value.size() >= 2 && (value[0] == '"' || value[0] == '\'') && value.back() == value[0])
    return value.substr(1, value.size() - 2);
  return value;
}

bool is_no(std::string_view value) {
  return value == "0" || equal_ignoring_case(value, "false") || equal_ignoring_case(value, "no") ||
         equal_ignoring_case(value, "off");
}

bool is_yes(std::string_view value) { return !value.empty() && !is_no(value); }

bool switches_off(Off off, std::string_view value) {
  switch (off) {
    case Off::any:
      return true;
    case Off::not_empty:
      return !value.empty();
    case Off::zero:
      return value == "0";
    case Off::no:
      return is_no(value);
    case Off::yes:
      return is_yes(value);
    case Off::insecure:
      return (' ' + std::string(value) + ' ').find(" -insecure ") != std::string::npos;
  }
  return false;
}

bool switches_off(std::string_view name, std::string_view value) {
  if (name.size() < 7 || name.size() > 28) return false;
  for (const Variable& variable : variables) {
    // npm takes its variables in any case.
    const bool same =
        variable.off == Off::no ? equal_ignoring_case(variable.name, name) : variable.name == name;
    if (same) return switches_off(variable.off, unquoted(value));
  }
  return false;
}

std::string about_variable(std::string_view name) {
  return fmt::format("`{}` switches off the verification of TLS certificates", name);
}

void check_pairs(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  for (size_t i = 0; i < statement.pairs.size(); ++i) {
    const Pair& pair = statement.pairs[i];
    const std::string_view name = in.value(pair.key);
    if (!pair.has_value || !switches_off(name, in.value(pair.value))) continue;
    std::string message = about_variable(name);
    if (statement.keyword == Keyword::env) message += ", in each container of the image too";
    Finding& finding =
        report.add({&in, {pair.key.span.begin, pair.value.span.end}}, std::move(message));
    if (std::optional<Fix> fix = without_pair(in, i)) finding.fixes.push_back(std::move(*fix));
  }
}

void check_assignments(const Command& command, Report& report) {
  visit_given_variables(command, [&](std::string_view name, std::string_view value, Span span) {
    if (switches_off(name, value))
      report.add(Place{command.script->in, span}, about_variable(name));
  });
}

// ---- flags

struct FlagOf {
  std::string_view program;
  std::string_view flag;
  bool value = false;  // the flag takes a value, in the next word or behind =
};

constexpr FlagOf flags[] = {{"curl", "--insecure"},
                            {"curl", "--proxy-insecure"},
                            {"wget", "--no-check-certificate"},
                            {"aria2c", "--check-certificate=false"},
                            {"pip", "--trusted-host", true},
                            {"uv", "--allow-insecure-host", true},
                            {"uv", "--trusted-host", true},
                            {"npm", "--strict-ssl=false"},
                            {"npm", "--no-strict-ssl"},
                            {"pnpm", "--strict-ssl=false"},
                            {"pnpm", "--no-strict-ssl"},
                            {"yarn", "--strict-ssl=false"},
                            {"apk", "--no-check-certificate"},
                            {"go", "-insecure"},
                            {"conda", "--insecure"},
                            {"mamba", "--insecure"},
                            {"skopeo", "--tls-verify=false"},
                            {"podman", "--tls-verify=false"},
                            {"buildah", "--tls-verify=false"},
                            {"kubectl", "--insecure-skip-tls-verify"},
                            {"helm", "--insecure-skip-tls-verify"},
                            {"yum", "--setopt=sslverify=false"},
                            {"yum", "--setopt=sslverify=0"},
                            {"dnf", "--setopt=sslverify=false"},
                            {"dnf", "--setopt=sslverify=0"}};

constexpr WordFilter programs_with_flags = filter_of(flags, &FlagOf::program);

bool is_pip(std::string_view name) {
  return name.starts_with("pip") && name.find_first_not_of("0123456789.", 3) == name.npos;
}

// pip3, pip3.11 and `python -m pip` are pip.
std::string_view program_of(const Callee& call) {
  if (is_pip(call.name)) return "pip";
  if (call.name.starts_with("python") && call.words.size() > 3 && call.text(1) == "-m" &&
      is_pip(call.text(2)))
    return "pip";
  return call.name;
}

// Where the flag `k` stands in a word of curl such as -fkL; npos where it does not.
size_t insecure_letter(std::string_view word) {
  constexpr std::string_view takes_value = "AbcCdDeEFhHKmoPQrtTuUwxXyYz";
  if (word.size() < 2 || word[0] != '-' || word[1] == '-') return word.npos;
  for (size_t i = 1; i < word.size(); ++i) {
    if (word[i] == 'k') return i;
    if (takes_value.find(word[i]) != takes_value.npos) return word.npos;
  }
  return word.npos;
}

std::string about_flag(std::string_view flag, std::string_view program) {
  return fmt::format("`{}` makes {} accept any TLS certificate", flag, program);
}

void offer_removal(const Command& command, const ShellWord& first, size_t count,
                   std::string_view flag, Finding& finding) {
  std::optional<Replacement> removal = without_words(command, first, count);
  if (!removal) return;
  Fix fix{fmt::format("Remove `{}`", flag), Safety::unsafe, {}};
  fix.replacements.push_back(std::move(*removal));
  finding.fixes.push_back(std::move(fix));
}

void check_letters(const Command& command, const ShellWord& word, Report& report) {
  const std::string_view text = command.text(word);
  const size_t at = insecure_letter(text);
  if (at == text.npos) return;
  const Instruction* in = command.script->in;
  if (text.size() == 2 || !is_verbatim(command, word)) {
    Finding& finding = report.add({in, word.span}, about_flag("-k", "curl"));
    if (text.size() == 2) offer_removal(command, word, 1, "-k", finding);
    return;
  }
  const auto letter = word.span.begin + static_cast<uint32_t>(at);
  const Place place{in, {letter, letter + 1}};
  report.add(place, about_flag("-k", "curl"))
      .fixes.push_back(replace(place, {}, "Remove `-k`", Safety::unsafe));
}

void check_flag(const Callee& call, std::string_view program, size_t i, Report& report) {
  const std::string_view text = call.text(i);
  for (const FlagOf& known : flags) {
    if (known.program != program || !text.starts_with(known.flag)) continue;
    const bool joined = known.value && text.substr(known.flag.size(), 1) == "=";
    if (text != known.flag && !joined) continue;
    const size_t count = known.value && !joined && i + 1 < call.words.size() ? 2 : 1;
    Finding& finding = report.add(
        {call.command->script->in, {call.words[i].span.begin, call.words[i + count - 1].span.end}},
        known.value ? fmt::format("`{}` makes {} trust this host without a valid TLS certificate",
                                  known.flag, program)
                    : about_flag(known.flag, program));
    offer_removal(*call.command, call.words[i], count, known.flag, finding);
    return;
  }
}

void check_flags(const Callee& call, std::string_view program, Report& report) {
  for (size_t i = 1; i < call.words.size(); ++i) {
    const std::string_view text = call.text(i);
    if (text.size() < 2 || text[0] != '-') continue;
    if (text[1] == '-') {
      check_flag(call, program, i, report);
    } else if (program == "curl") {
      check_letters(*call.command, call.words[i], report);
    } else if (program == "go") {
      check_flag(call, program, i, report);
    }
  }
}

// ---- settings: npm config set strict-ssl false, git -c http.sslVerify=false

struct Setting {
  std::string_view program;
  std::string_view key;     // or the end of it
  bool off_by_yes = false;  // what switches off is a value that says yes, not one that says no
};

constexpr Setting settings[] = {{"npm", "strict-ssl"},
                                {"yarn", "strict-ssl"},
                                {"yarn", "enableStrictSsl"},
                                {"pnpm", "strict-ssl"},
                                {"git", "http.sslVerify"},
                                {"conda", "ssl_verify"},
                                {"mamba", "ssl_verify"},
                                {"composer", "secure-http"},
                                {"composer", "disable-tls", true},
                                {"bundle", "ssl_verify_mode"},
                                {"apt-get", "Verify-Peer"},
                                {"apt", "Verify-Peer"},
                                {"pip", "global.trusted-host", true}};

bool ends_with_ignoring_case(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         equal_ignoring_case(text.substr(text.size() - end.size()), end);
}

void check_setting(const Callee& call, const Setting& known, Report& report) {
  for (size_t i = 1; i < call.words.size(); ++i) {
    std::string_view key = call.text(i);
    if (key.size() < known.key.size() || key[0] == '-') continue;
    size_t last = i;
    std::string_view value;
    if (const size_t equals = key.find('='); equals != key.npos) {
      value = key.substr(equals + 1);
      key = key.substr(0, equals);
    } else if (i + 1 < call.words.size()) {
      value = call.text(++last);
    }
    if (!ends_with_ignoring_case(key, known.key)) continue;
    if (known.off_by_yes ? !is_yes(value) : !is_no(value)) continue;
    report.add({call.command->script->in, {call.words[i].span.begin, call.words[last].span.end}},
               fmt::format("`{}` of {} switches off the verification of TLS certificates", key,
                           known.program));
  }
}

// echo "sslverify=false" >> /etc/yum.conf and the like.
void check_echo(const Callee& call, Report& report) {
  if (call.command->redirections.empty() && !call.command->piped_to_next) return;
  constexpr std::string_view lines[] = {"sslverify=false",       "sslverify=0",
                                        "sslverify = false",     "strict-ssl=false",
                                        "strict-ssl = false",    "strict-ssl false",
                                        "check_certificate=off", "check_certificate = off",
                                        "Verify-Peer \"false\"", "Verify-Peer=false",
                                        "ssl_verify: false",     "sslVerify = false"};
  for (size_t i = 1; i < call.words.size(); ++i) {
    const std::string_view text = call.text(i);
    if (text.size() < 11) continue;
    const bool off = std::any_of(std::begin(lines), std::end(lines), [&](std::string_view line) {
      return text.find(line) != text.npos;
    });
    if (!off) continue;
    report.add({call.command->script->in, call.words[i].span},
               "this setting switches off the verification of TLS certificates");
  }
}

// Commands of one script share what is known of it.
struct Checked {
  const Script* script = nullptr;
  bool integrity = false;

  bool by_script(const Script& of) {
    if (script != &of) script = &of, integrity = checks_integrity(of);
    return integrity;
  }
};

void check_command(const Command& command, Checked& checked, Report& report) {
  check_assignments(command, report);
  const Callee call = callee(command);
  if (call.name == "echo" || call.name == "printf") return check_echo(call, report);
  const std::string_view program = program_of(call);
  const bool known = (programs_with_flags.may_hold(program) &&
                      std::any_of(std::begin(flags), std::end(flags),
                                  [&](const FlagOf& flag) { return flag.program == program; })) ||
                     program == "git" || program == "composer" || program == "bundle" ||
                     program == "apt-get" || program == "apt";
  if (!known) return;
  for (size_t i = 1; i < call.words.size(); ++i) {
    if (is_own_host(host_of(call.text(i)))) return;
  }
  if (is_downloader(program) && checked.by_script(*command.script)) return;
  check_flags(call, program, report);
  for (const Setting& setting : settings) {
    if (setting.program == program) check_setting(call, setting, report);
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  Checked checked;
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    const Keyword keyword = in.effective().keyword;
    if (keyword == Keyword::env || keyword == Keyword::arg) check_pairs(in, report);
    // A container may ask itself for its health with a certificate that nobody signed.
    if (keyword != Keyword::run) continue;
    const Step& step = plan.steps[i];
    if (step.script) {
      for (const Command& command : step.script->commands) check_command(command, checked, report);
    }
    for (const ScriptPtr& script : step.more) {
      for (const Command& command : script->commands) check_command(command, checked, report);
    }
  }
}

}  // namespace

Rule disabled_tls_verification() {
  return {
      .name = "disabled-tls-verification",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Keep the verification of TLS certificates on",
      .why = R"(
Without verification whoever sits between the build and the server (a proxy, a captive network, a
hijacked DNS entry) can replace what is downloaded, and the build runs it. A variable in ENV even
keeps verification off in each container. Where a certificate is not accepted, install what is
missing: the `ca-certificates` package, or the certificate of your own authority below
`/usr/local/share/ca-certificates` followed by `update-ca-certificates` (for Node.js
`NODE_EXTRA_CA_CERTS`, for pip `--cert`). Requests of the container to itself are left alone, and
downloads that the same RUN compares with a checksum.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN curl -fsSL[|k|] -o /usr/local/bin/tool https://dl.example.com/tool
)",
              .good = R"(
FROM debian:12
RUN curl -fsSL -o /usr/local/bin/tool https://dl.example.com/tool
)",
          },
          {
              .bad = R"(
FROM python:3.12
RUN pip install --no-cache-dir \
      [|--trusted-host pypi.org|] \
      -r requirements.txt
)",
              .good = R"(
FROM python:3.12
RUN pip install --no-cache-dir \
      -r requirements.txt
)",
          },
          {
              .bad = R"(
FROM node:20
ENV NODE_ENV=production [|NODE_TLS_REJECT_UNAUTHORIZED=0|]
)",
              .good = R"(
FROM node:20
ENV NODE_ENV=production
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN wget -q [|--no-check-certificate|] https://dl.example.com/tool.deb
HEALTHCHECK CMD curl -fk https://localhost:8443/
)",
              .good = R"(
FROM debian:12
RUN wget -q https://dl.example.com/tool.deb
HEALTHCHECK CMD curl -fk https://localhost:8443/
)",
          },
          {
              .bad = R"(
FROM node:20
RUN npm config set [|strict-ssl false|] && npm ci
)",
              .good = R"(
FROM node:20
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/company.pem
RUN npm ci
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
