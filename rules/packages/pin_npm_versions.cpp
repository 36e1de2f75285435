// Asks for a version of each package that npm, yarn or pnpm installs by name.
#include <fmt/core.h>

#include "rules/packages/call.h"
#include "rules/rule.h"

namespace dflint {
namespace {

constexpr std::string_view valued[] = {"--loglevel",
                                       "--registry",
                                       "--prefix",
                                       "-C",
                                       "--dir",
                                       "--cwd",
                                       "--cache",
                                       "--userconfig",
                                       "--tag",
                                       "-w",
                                       "--workspace",
                                       "--filter",
                                       "-F",
                                       "--fetch-timeout",
                                       "--fetch-retries",
                                       "--network-timeout",
                                       "--modules-folder",
                                       "--cache-folder"};
constexpr std::string_view literal_valued[] = {"loglevel", "registry"};

bool is_elsewhere(std::string_view package) {
  return ends_with_one_of(package, {".tar", ".tar.gz", ".tgz"}) ||
         starts_with_one_of(package, {"/", "./", "../", "~/"});
}

// What stands behind the @ that is not that of a scope; nothing where there is none.
std::string_view version_of(std::string_view package) {
  if (package.starts_with('@')) package.remove_prefix(std::min(package.find('/'), package.size()));
  const size_t at = package.find('@');
  return at == std::string_view::npos ? std::string_view() : package.substr(at + 1);
}

bool is_pinned(std::string_view package) {
  if (starts_with_one_of(package, {"git://", "git+ssh://", "git+http://", "git+https://"}))
    return contains(package, "#");
  if (is_elsewhere(package)) return true;
  if (package.starts_with('@')) package.remove_prefix(std::min(package.find('/'), package.size()));
  return contains(package, "@");
}

// npm install x, yarn global add x, pnpm add x: the packages; empty for other commands.
std::vector<const ShellWord*> packages(const Invocation& call) {
  if (!is_one_of(call.program, {"npm", "yarn", "pnpm"})) return {};
  std::vector<const ShellWord*> words = operands(call, valued);
  size_t verb = 0;
  if (call.program == "yarn" && !words.empty() && call.text(*words[0]) == "global") verb = 1;
  if (words.size() <= verb) return {};
  const std::string_view name = call.text(*words[verb]);
  const bool installs = call.program == "npm"    ? is_one_of(name, {"install", "i", "add"})
                        : call.program == "pnpm" ? is_one_of(name, {"add", "install", "i"})
                                                 : name == "add";
  if (!installs) return {};
  words.erase(words.begin(), words.begin() + static_cast<ptrdiff_t>(verb) + 1);
  return words;
}

std::vector<const ShellWord*> literal_packages(const Invocation& call) {
  if (call.program != "npm") return {};
  std::vector<const ShellWord*> words = literal_operands(call, literal_valued);
  if (words.empty() || call.text(*words[0]) != "install") return {};
  words.erase(words.begin());
  return words;
}

void check(const Command& command, Report& report) {
  if (!in_run(command)) return;
  const Invocation call = call_of(command, report);
  if (!is_one_of(call.program, {"npm", "yarn", "pnpm"})) return;
  const bool literal = report.as_hadolint();
  for (const ShellWord* word : literal ? literal_packages(call) : packages(call)) {
    const std::string_view package = call.text(*word);
    if (literal) {
      if (!is_pinned(package)) report.add(*word, fmt::format("`{}` has no version", package));
      continue;
    }
    const std::string_view version = version_of(package);
    // hadolint: a variable has no version; any text behind @ is one.
    if (word->expands || package.empty() || package == ".") continue;
    if (is_pinned(package) && !is_one_of(version, {"latest", "next", "canary"})) continue;
    report.add(*word, fmt::format("`{}` is installed in whatever version is newest", package));
  }
}

}  // namespace

Rule pin_npm_versions() {
  return {
      .name = "pin-npm-versions",
      .aliases = {"DL3016"},
      .category = Category::reproducibility,
      .severity = Severity::warning,
      .on_by_default = false,
      .summary = "Give each package that npm, yarn or pnpm installs by name a version",
      .why = R"(
`npm install -g serve` takes what is newest on the day of the build; tomorrow's image may behave in
another way, or not build, although nothing in the Dockerfile changed. Write `serve@14.2.3`. A tag such as
`@latest` is no version. What package.json and its lock file name is not this rule's matter. Off by
default: who upgrades by rebuilding wants it so.
)",
      .examples = {{
          {
              .bad = R"(
FROM node:22
RUN npm install -g [|serve|] typescript@5.4.5 @angular/cli@17
)",
              .good = R"(
FROM node:22
RUN npm install -g serve@14.2.3 typescript@5.4.5 @angular/cli@17
)",
          },
          {
              .bad = R"(
FROM node:22
RUN npm i -g [|npm@latest|] && yarn global add [|@vue/cli|] && pnpm add -g [|turbo|]
)",
              .good = R"(
FROM node:22
RUN npm i -g npm@10.8.0 && yarn global add @vue/cli@5.0.8 && pnpm add -g turbo@1.13.3
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
