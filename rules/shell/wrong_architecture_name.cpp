// Reports architectures in downloads that are named as somebody else names them.
#include <string_view>

#include <fmt/core.h>

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

void check(const Command& command, Report& report) {
  if (command.script->kind != ShellKind::posix) return;
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
      report.add(word, fmt::format("`{}` says `{}`, but this is named `{}` there", source.how,
                                   kernel ? "amd64" : "x86_64", kernel ? "x86_64" : "amd64"));
      break;
    }
  }
}

}  // namespace

Rule wrong_architecture_name() {
  return {
      .name = "wrong-architecture-name",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Name an architecture as the download names it",
      .why = R"(
There are two sets of names: `TARGETARCH` and `dpkg --print-architecture` say `amd64` and `arm64`, while
`uname -m` and the triples of compilers say `x86_64` and `aarch64`. A download that is named in one way is
not found under the other. Map them: `case "$TARGETARCH" in amd64) arch=x86_64 ;; arm64) arch=aarch64 ;;
esac`. Known are triples such as `x86_64-unknown-linux-gnu` and some places from which much is downloaded.
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
      }},
      .check = check,
  };
}

}  // namespace dflint
