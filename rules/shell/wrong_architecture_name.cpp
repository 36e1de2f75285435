// Reports architectures in downloads and comparisons that are named as somebody else names them.
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "analysis/quotes.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

enum class Naming : uint8_t { none, docker, kernel };  // amd64, arm64; x86_64, aarch64

// A place that names its files in one of the two ways. `after`: the words stand right behind the
// architecture; else they stand anywhere before it.
struct Habit {
  std::string_view text;
  Naming wants;
  bool after;
};

constexpr Habit habits[] = {
    {"-unknown-linux-", Naming::kernel, true},
    {"-linux-gnu", Naming::kernel, true},
    {"-linux-musl", Naming::kernel, true},
    {"awscli.amazonaws.com/awscli-exe-linux-", Naming::kernel, false},
    {"download.docker.com/linux/static/", Naming::kernel, false},
    {"docker/compose/releases/download/v2", Naming::kernel, false},
    {"repo.anaconda.com/miniconda/", Naming::kernel, false},
    {"go.dev/dl/", Naming::docker, false},
    {"golang.org/dl/", Naming::docker, false},
    {"dl.google.com/go/", Naming::docker, false},
    {"dl.k8s.io/", Naming::docker, false},
    {"storage.googleapis.com/kubernetes-release/", Naming::docker, false},
    {"releases.hashicorp.com/", Naming::docker, false},
    {"get.helm.sh/", Naming::docker, false},
    {"tianon/gosu/releases/download/", Naming::docker, false},
    {"krallin/tini/releases/download/", Naming::docker, false},
};

struct Source {
  std::string_view text;  // as a word has it
  Naming says;
  std::string_view how;  // as a message has it
};

constexpr Source sources[] = {
    {"${TARGETARCH}", Naming::docker, "TARGETARCH"},
    {"$(dpkg --print-architecture)", Naming::docker, "dpkg --print-architecture"},
    {"$(uname -m)", Naming::kernel, "uname -m"},
    {"`uname -m`", Naming::kernel, "uname -m"},
    {"$(arch)", Naming::kernel, "arch"},
};

Naming wanted(std::string_view before, std::string_view after) {
  for (const Habit& habit : habits) {
    if (habit.after ? after.starts_with(habit.text) : before.find(habit.text) != before.npos)
      return habit.wants;
  }
  return Naming::none;
}

void check_downloads(const Command& command, Report& report) {
  for (const ShellWord& word : command.words) {
    if (!word.expands) continue;
    const std::string_view text = command.text(word);
    for (const Source& source : sources) {
      const size_t at = text.find(source.text);
      if (at == std::string_view::npos) continue;
      const std::string_view before = text.substr(0, at);
      // The triple of another part, as in "${TARGETARCH}-x".
      const Naming wants = wanted(before, text.substr(at + source.text.size()));
      if (wants == Naming::none || wants == source.says) continue;
      const bool kernel = wants == Naming::kernel;
      report.add({command.script->in, word.span},
                 fmt::format("`{}` says `{}`, but this is named `{}` there", source.how,
                             kernel ? "amd64" : "x86_64", kernel ? "x86_64" : "amd64"));
      break;
    }
  }
}

// Names of one architecture; each list in the order of the other.
constexpr std::string_view docker_names[] = {"amd64", "arm64", "386"};
constexpr std::string_view kernel_names[] = {"x86_64", "aarch64", "i686"};

// What a word of a comparison stands for: one of the sources, or a variable that the script sets to
// one of them. nullptr: something else.
const Source* source_of(const Script& script, std::string_view word) {
  const auto find = [](std::string_view text) {
    return std::find_if(std::begin(sources), std::end(sources),
                        [&](const Source& source) { return source.text == text; });
  };
  if (const Source* source = find(word); source != std::end(sources)) return source;
  if (!word.starts_with("${") || !word.ends_with('}')) return nullptr;
  const std::string_view name = word.substr(2, word.size() - 3);
  const Source* found = nullptr;
  for (const Command& command : script.commands) {
    for (const Assignment& assignment : command.assignments) {
      if (assignment.name != name) continue;
      const Source* source = find(script.value(assignment.value));
      if (found || source == std::end(sources)) return nullptr;
      found = source;
    }
  }
  return found;
}

// The other name of the architecture where `name` is one that the source never gives; else empty.
std::string_view right_name(const Source& source, std::string_view name) {
  const bool docker = source.says == Naming::docker;
  for (size_t i = 0; i < std::size(docker_names); ++i) {
    if (name == (docker ? kernel_names[i] : docker_names[i]))
      return docker ? docker_names[i] : kernel_names[i];
  }
  return {};
}

void add_comparison(const Script& script, Span span, const Source& source, std::string_view name,
                    std::string_view right, Report& report) {
  Finding& finding = report.add(
      {script.in, span}, fmt::format("`{}` never says `{}`, but `{}`", source.how, name, right));
  if (script.in->source(span) == name)
    finding.fixes.push_back(replace({script.in, span}, std::string(right),
                                    fmt::format("Compare with `{}`", right), Safety::unsafe));
}

// [ "$(uname -m)" = amd64 ]
void check_test(const Command& command, Report& report) {
  const std::string_view name = command.name();
  if (name != "[" && name != "[[" && name != "test") return;
  const Script& script = *command.script;
  for (size_t i = 2; i + 1 < command.words.size(); ++i) {
    const std::string_view op = command.text(command.words[i]);
    if (op != "=" && op != "==" && op != "!=") continue;
    const Source* source = source_of(script, command.text(command.words[i - 1]));
    const ShellWord& word = command.words[i + 1];
    if (!source || word.expands) continue;
    const std::string_view right = right_name(*source, command.text(word));
    // Who asks for both names is on the safe side.
    if (!right.empty() && script.text.find(right) == std::string::npos)
      add_comparison(script, word.span, *source, command.text(word), right, report);
  }
}

constexpr std::string_view blanks = " \t\r\n\\";

// $NAME as ${NAME}, without quotes.
std::string plain_word(std::string_view word) {
  word = without_quotes(word);
  if (word.size() > 1 && word[0] == '$' && word[1] != '{' && word[1] != '(')
    return fmt::format("${{{}}}", word.substr(1));
  return std::string(word);
}

// The patterns between `in` and `esac`. `at`: where the body begins in the source.
void check_patterns(const Script& script, const Source& source, uint32_t at, uint32_t end,
                    Report& report) {
  const std::string_view body = script.in->source({at, end});
  for (const std::string_view name : source.says == Naming::docker ? kernel_names : docker_names) {
    const std::string_view right = right_name(source, name);
    if (body.find(right) != std::string_view::npos) continue;
    for (size_t k = body.find(name); k != std::string_view::npos; k = body.find(name, k + 1)) {
      const size_t after = body.find_first_not_of(" \t\"'", k + name.size());
      const bool begins =
          k == 0 || std::string_view(" \t\n\r(|\"'").find(body[k - 1]) != std::string_view::npos;
      if (!begins || after == std::string_view::npos || (body[after] != ')' && body[after] != '|'))
        continue;
      const auto begin = static_cast<uint32_t>(at + k);
      add_comparison(script, {begin, begin + static_cast<uint32_t>(name.size())}, source, name,
                     right, report);
      break;
    }
  }
}

// case "$TARGETARCH" in x86_64) …
void check_cases(const Script& script, Report& report) {
  const std::string_view text = script.in->source(script.span);
  size_t at = 0;
  while ((at = text.find("case ", at)) != std::string_view::npos) {
    at += 5;
    const size_t in = text.find(" in", at), end = text.find("esac", at);
    if (in == std::string_view::npos || end == std::string_view::npos || in > end) return;
    std::string_view word = text.substr(at, in - at);
    while (!word.empty() && blanks.find(word.front()) != std::string_view::npos)
      word.remove_prefix(1);
    const Source* source = word.size() > 64 ? nullptr : source_of(script, plain_word(word));
    if (source)
      check_patterns(script, *source, static_cast<uint32_t>(script.span.begin + in + 3),
                     static_cast<uint32_t>(script.span.begin + end), report);
    at = end;
  }
}

// ---- GOARCH

struct GoName {
  std::string_view other, go;
};

// What Go calls the architectures that others call so.
constexpr GoName go_names[] = {{"x86_64", "amd64"},  {"x86-64", "amd64"},    {"x64", "amd64"},
                               {"aarch64", "arm64"}, {"arm64v8", "arm64"},   {"armv8", "arm64"},
                               {"i386", "386"},      {"i686", "386"},        {"x86", "386"},
                               {"armhf", "arm"},     {"armv7", "arm"},       {"armv7l", "arm"},
                               {"arm32v7", "arm"},   {"ppc64el", "ppc64le"}, {"riscv", "riscv64"}};

std::string_view name_in_go(std::string_view name) {
  const auto* known = std::find_if(std::begin(go_names), std::end(go_names),
                                   [&](const GoName& pair) { return pair.other == name; });
  return known == std::end(go_names) ? std::string_view() : known->go;
}

// `value` is what GOARCH gets, and stands at `place`, perhaps as the end of a longer word.
void check_go(const Instruction& in, Span place, std::string_view value, Report& report) {
  const auto* source = std::find_if(std::begin(sources), std::end(sources), [&](const Source& s) {
    return s.says == Naming::kernel && s.text == value;
  });
  if (source != std::end(sources)) {
    report.add(Place{&in, place},
               fmt::format("`{}` says `x86_64`, but Go calls it `amd64`", source->how));
    return;
  }
  const std::string_view right = name_in_go(value);
  if (right.empty()) return;
  Finding& finding = report.add(Place{&in, place},
                                fmt::format("Go knows no `{}`; it calls it `{}`", value, right));
  const size_t at = in.source(place).rfind(value);
  if (at == std::string_view::npos) return;
  const auto begin = static_cast<uint32_t>(place.begin + at);
  finding.fixes.push_back(
      replace({&in, {begin, begin + static_cast<uint32_t>(value.size())}}, std::string(right),
              fmt::format("Replace `{}` by `{}`", value, right), Safety::unsafe));
}

constexpr std::string_view go_variable = "GOARCH";

// GOARCH=x86_64 go build; export GOARCH=x86_64; go env -w GOARCH=x86_64
void check_go_assignments(const Command& command, Report& report) {
  for (const Assignment& assignment : command.assignments) {
    if (assignment.name == go_variable)
      check_go(*command.script->in, assignment.value.span, command.text(assignment.value), report);
  }
  const std::string_view name = command.name();
  if (name != "export" && name != "env" && name != "sudo" && name != "go") return;
  for (const ShellWord& word : command.words) {
    const std::string_view text = command.text(word);
    if (text.starts_with("GOARCH="))
      check_go(*command.script->in, word.span, text.substr(go_variable.size() + 1), report);
  }
}

// The ENV or ARG that gives a stage its GOARCH; of ARG GOARCH, that is the global one.
void check_go_variable(const Plan& plan, const Variable& variable, Report& report) {
  const Variable& origin = variable.global == none ? variable : plan.variables[variable.global];
  const Instruction* in = origin.key.in;
  if (!in || in->statement.trigger) return;
  for (const Pair& pair : in->statement.pairs) {
    if (pair.has_value && pair.key.span == origin.key.span)
      check_go(*in, pair.value.span, variable.value, report);
  }
}

void check_go_variables(const Plan& plan, Report& report) {
  uint32_t told = none;  // several stages may repeat one global ARG
  for (const Variable& variable : plan.variables) {
    if (variable.name != go_variable || variable.stage == none) continue;
    if (variable.global != none && std::exchange(told, variable.global) == variable.global)
      continue;
    check_go_variable(plan, variable, report);
  }
}

// ----

void check_script(const Script& script, Report& report) {
  if (script.kind != ShellKind::posix) return;
  for (const Command& command : script.commands) {
    check_downloads(command, report);
    check_test(command, report);
    check_go_assignments(command, report);
  }
  if (!script.opaque && script.text.find("case ") != std::string::npos) check_cases(script, report);
}

void check(const Plan& plan, const Document&, Report& report) {
  check_go_variables(plan, report);
  for (const Step& step : plan.steps) {
    if (step.script) check_script(*step.script, report);
    for (const ScriptPtr& script : step.more) check_script(*script, report);
  }
}

}  // namespace

Rule wrong_architecture_name() {
  return {
      .name = "wrong-architecture-name",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Name an architecture as the other side names it",
      .why = R"(
There are two sets of names: `TARGETARCH` and `dpkg --print-architecture` say `amd64` and `arm64`, while
`uname -m` and the triples of compilers say `x86_64` and `aarch64`. A download that is named in one way is
not found under the other. Map them: `case "$TARGETARCH" in amd64) arch=x86_64 ;; arm64) arch=aarch64 ;;
esac`. A comparison with a name of the other set never holds. Known are triples such as `x86_64-unknown-linux-gnu` and some places from which much is downloaded.
Go's names are those of `TARGETARCH`: with `GOARCH=x86_64` it stops with "unsupported GOOS/GOARCH pair".
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ARG TARGETARCH
RUN curl -fsSLo /tmp/cli.zip [|https://awscli.amazonaws.com/awscli-exe-linux-${TARGETARCH}.zip|]
)",
              .good = R"(
FROM debian:12
RUN curl -fsSLo /tmp/cli.zip https://awscli.amazonaws.com/awscli-exe-linux-$(uname -m).zip
)",
          },
          {
              .bad = R"(
FROM debian:12
RUN curl -fsSL [|"https://go.dev/dl/go1.23.4.linux-$(uname -m).tar.gz"|] | tar -xz -C /usr/local
)",
              .good = R"(
FROM debian:12
ARG TARGETARCH
RUN curl -fsSL "https://go.dev/dl/go1.23.4.linux-$TARGETARCH.tar.gz" | tar -xz -C /usr/local
)",
          },
          {
              .bad = R"(
FROM rust:1.83
ARG TARGETARCH
RUN rustup target add [|${TARGETARCH}-unknown-linux-musl|]
)",
              .good = R"(
FROM rust:1.83
RUN rustup target add "$(uname -m)-unknown-linux-musl"
)",
          },
          {
              .bad = R"(
FROM debian:12
ARG TARGETARCH
RUN case "$TARGETARCH" in \
      [|x86_64|]) flags=-mavx2 ;; \
      [|aarch64|] | riscv64) flags= ;; \
    esac && make CFLAGS="$flags"
RUN arch=$(uname -m); if [ "$arch" = [|amd64|] ]; then make fast; else make; fi
)",
              .good = R"(
FROM debian:12
ARG TARGETARCH
RUN case "$TARGETARCH" in \
      amd64) flags=-mavx2 ;; \
      arm64 | riscv64) flags= ;; \
    esac && make CFLAGS="$flags"
RUN arch=$(uname -m); if [ "$arch" = x86_64 ]; then make fast; else make; fi
)",
          },
          {
              .bad = R"(
FROM golang:1.23
ENV GOOS=linux GOARCH=[|x86_64|]
COPY . .
RUN go build -o /app && GOARCH=[|aarch64|] go build -o /app-arm64
)",
              .good = R"(
FROM golang:1.23
ENV GOOS=linux GOARCH=amd64
COPY . .
RUN go build -o /app && GOARCH=arm64 go build -o /app-arm64
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
