// Reports downloads for one architecture only.
#include <string_view>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

constexpr std::string_view names[] = {"amd64", "x86_64", "x86-64"};

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// The name where it stands alone in a URL; empty where none does.
std::string_view architecture_in(std::string_view url) {
  // "arch=amd64,arm64"
  if (url.find("arm64") != url.npos || url.find("aarch64") != url.npos) return {};
  for (std::string_view name : names) {
    const size_t at = url.find(name);
    if (at == std::string_view::npos) continue;
    const size_t end = at + name.size();
    const bool alone = (at == 0 || !is_letter_or_digit(url[at - 1])) &&
                       (end == url.size() || !is_letter_or_digit(url[end]));
    if (alone) return name;
  }
  return {};
}

bool is_url(std::string_view text) {
  return text.find("http://") != std::string_view::npos ||
         text.find("https://") != std::string_view::npos;
}

void check(const Command& command, Report& report) {
  // What hangs on a condition may well be a choice among architectures.
  if (command.conditional) return;
  for (size_t i = 1; i < command.words.size(); ++i) {
    const std::string_view text = command.text(command.words[i]);
    if (!is_url(text)) continue;
    const std::string_view name = architecture_in(text);
    if (name.empty()) continue;
    report.add(command.words[i],
               fmt::format("this is for `{}` only, whatever platform is built for", name));
  }
}

}  // namespace

Rule hard_coded_architecture() {
  return {
      .name = "hard-coded-architecture",
      .category = Category::correctness,
      .severity = Severity::info,
      .on_by_default = false,
      .summary = "Download for the platform that is built for",
      .why = R"(
A program for `amd64` does not start in an image for `arm64`, and nothing tells so before it is run. Take the
architecture from `TARGETARCH` (after `ARG TARGETARCH`) or from `uname -m`, whichever of the two names
the download knows. Off by default: many images are made for one platform on purpose.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN curl -fsSLo /usr/local/bin/tool [|https://example.com/v2/tool-linux-amd64|]
)",
              .good = R"(
FROM debian:12
ARG TARGETARCH
RUN curl -fsSLo /usr/local/bin/tool https://example.com/v2/tool-linux-${TARGETARCH}
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
