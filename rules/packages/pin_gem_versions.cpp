// Asks for a version of each gem that is installed by name.
#include <fmt/core.h>

#include "rules/packages/call.h"
#include "rules/rule.h"

namespace dflint {
namespace {

constexpr std::string_view valued[] = {
    "-i", "--install-dir", "-n",         "--bindir", "-s",     "--source",  "-P", "--trust-policy",
    "-B", "--build-root",  "--platform", "-g",       "--file", "--without", "-p", "--http-proxy"};

// hadolint: each flag takes the next word away.
std::vector<const ShellWord*> literal_gems(const Invocation& call) {
  std::vector<const ShellWord*> found;
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    const std::string_view word = call.text(call.arguments[i]);
    if (word == "--") break;
    if (word.starts_with('-')) {
      ++i;
    } else if (word != "install" && word != "i") {
      found.push_back(&call.arguments[i]);
    }
  }
  return found;
}

std::vector<const ShellWord*> gems(const Invocation& call) {
  std::vector<const ShellWord*> words = operands(call, valued);
  if (words.empty() || !is_one_of(call.text(*words[0]), {"install", "i"})) return {};
  words.erase(words.begin());
  // What follows -- goes to the compiler.
  const auto* end =
      std::find_if(call.arguments.data(), call.arguments.data() + call.arguments.size(),
                   [&](const ShellWord& word) { return call.text(word) == "--"; });
  std::erase_if(words, [&](const ShellWord* word) { return word >= end; });
  return words;
}

void check(const Command& command, Report& report) {
  if (!in_run(command)) return;
  const Invocation call = call_of(command, report);
  if (call.program != "gem" || !(call.has("install") || call.has("i"))) return;
  if (call.has("-v") || call.has("--version") || call.has_prefix("--version=")) return;
  const bool literal = report.as_hadolint();
  // hadolint: does not know -v1.2.
  if (!literal && call.has_prefix("-v")) return;
  for (const ShellWord* word : literal ? literal_gems(call) : gems(call)) {
    const std::string_view gem = call.text(*word);
    if (contains(gem, ":")) continue;
    if (!literal && (word->expands || gem.ends_with(".gem"))) continue;
    report.add(*word, fmt::format("`{}` is installed in whatever version is newest", gem));
  }
}

}  // namespace

Rule pin_gem_versions() {
  return {
      .name = "pin-gem-versions",
      .aliases = {"DL3028"},
      .category = Category::reproducibility,
      .severity = Severity::warning,
      .on_by_default = false,
      .summary = "Give each gem that is installed by name a version",
      .why = R"(
`gem install rake` takes the newest release on the day of the build, so the same Dockerfile builds another
image later. Write `rake:13.2.1`, or `gem install rake -v 13.2.1` for one gem. What a Gemfile
needs is better installed with Bundler and its lock file. Off by default: who upgrades by
rebuilding wants it so.
)",
      .examples = {{
          {
              .bad = R"(
FROM ruby:3.3
RUN gem install --no-document [|rake|] puma:6.4.2
)",
              .good = R"(
FROM ruby:3.3
RUN gem install --no-document rake:13.2.1 puma:6.4.2
)",
          },
          {
              .bad = R"(
FROM ruby:3.3
RUN gem install [|nokogiri|] -- --use-system-libraries
)",
              .good = R"(
FROM ruby:3.3
RUN gem install nokogiri -v 1.16.5 -- --use-system-libraries
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
