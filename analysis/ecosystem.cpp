// Commands that fetch what a project depends on, and which of its files they need for that.
#include "analysis/ecosystem.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>

#include <fmt/core.h>

#include "analysis/word_filter.h"

namespace dflint {
namespace {

constexpr std::string_view node_manifests = "package.json and its lock file";

constexpr Ecosystem npm{"npm", node_manifests, "package*.json .npmrc*"};
constexpr Ecosystem yarn{"yarn", node_manifests, "package.json yarn.lock* .npmrc* .yarnrc*"};
constexpr Ecosystem pnpm{"pnpm", node_manifests,
                         "package.json pnpm-lock.yaml* pnpm-workspace.yaml* .npmrc*"};
constexpr Ecosystem bun{"bun", node_manifests, "package.json bun.lock* bunfig.toml*"};
constexpr Ecosystem pip{"pip", "the file of requirements", ""};
constexpr Ecosystem pipenv{"pipenv", "Pipfile and Pipfile.lock", "Pipfile Pipfile.lock*"};
constexpr Ecosystem poetry{"poetry", "pyproject.toml and poetry.lock",
                           "pyproject.toml poetry.lock* poetry.toml*"};
constexpr Ecosystem uv{"uv", "pyproject.toml and uv.lock",
                       "pyproject.toml uv.lock* .python-version*"};
constexpr Ecosystem go{"go", "go.mod and go.sum", "go.mod go.sum*"};
constexpr Ecosystem cargo{"cargo", "Cargo.toml and Cargo.lock", ""};
constexpr Ecosystem maven{"maven", "pom.xml", ""};
constexpr Ecosystem gradle{"gradle", "the Gradle files", ""};
constexpr Ecosystem bundler{"bundler", "Gemfile and Gemfile.lock",
                            "Gemfile* .ruby-version* .tool-versions*"};
constexpr Ecosystem composer{"composer", "composer.json and composer.lock",
                             "composer.json composer.lock* symfony.lock*"};
constexpr Ecosystem dotnet{"dotnet", "the project files", ""};

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool has_any(const Invocation& call, std::initializer_list<std::string_view> flags) {
  return std::any_of(flags.begin(), flags.end(),
                     [&](std::string_view flag) { return call.has_flag(flag); });
}

// The value of the first of these flags, as "--flag value" or "--flag=value".
std::string_view value_of(const Invocation& call, std::initializer_list<std::string_view> flags) {
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    const std::string_view word = call.text(call.arguments[i]);
    const size_t equals = word.find('=');
    if (!word.starts_with('-') || !is_one_of(word.substr(0, equals), flags)) continue;
    if (equals != std::string_view::npos) return word.substr(equals + 1);
    if (i + 1 < call.arguments.size()) return call.text(call.arguments[i + 1]);
  }
  return {};
}

// The command in full, with flags added behind the subcommand.
std::string with_flags(const Invocation& call, std::string_view verb, std::string_view flags) {
  std::string text(call.program);
  for (const ShellWord& word : call.arguments) {
    if (word.expands || word.quoted) return {};
    const std::string_view value = call.text(word);
    text += fmt::format(" {}", value);
    if (value == verb) text += fmt::format(" {}", flags);
  }
  return text;
}

using Found = std::optional<DependencyStep>;
using Words = std::vector<const ShellWord*>;

Found node(const Invocation& call) {
  constexpr std::string_view valued[] = {"--prefix",
                                         "-C",
                                         "--cwd",
                                         "--dir",
                                         "--filter",
                                         "-F",
                                         "-w",
                                         "--workspace",
                                         "--registry",
                                         "--loglevel",
                                         "--network-timeout",
                                         "--cache",
                                         "--cache-folder",
                                         "--modules-folder",
                                         "--store-dir",
                                         "--omit",
                                         "--only"};
  const Ecosystem* which = call.program == "npm"    ? &npm
                           : call.program == "yarn" ? &yarn
                           : call.program == "pnpm" ? &pnpm
                                                    : &bun;
  const Words words = operands(call, valued);
  if (words.size() > 1 || has_any(call, {"-g", "--global", "--version", "-v", "--help"})) return {};
  if (words.empty() && which != &yarn) return {};
  const std::string_view verb = words.empty() ? std::string_view() : call.text(*words[0]);
  if (!words.empty() && !is_one_of(verb, {"install", "i", "ci", "clean-install"})) return {};
  DependencyStep step{.ecosystem = which, .verb = verb};
  step.directory = value_of(call, {"--prefix", "-C", "--cwd", "--dir"});
  step.certain = !has_any(call, {"-w", "--workspace", "--workspaces", "-r", "--recursive",
                                 "--filter", "-F", "--include-workspace-root"});
  // Yarn 2 and later may keep itself and its plugins in .yarn.
  if (which == &yarn)
    step.certain &=
        has_any(call, {"--frozen-lockfile", "--production", "--pure-lockfile", "--prod"});
  return step;
}

Found pip_step(const Invocation& call) {
  constexpr std::string_view valued[] = {"-r",
                                         "--requirement",
                                         "-c",
                                         "--constraint",
                                         "-i",
                                         "--index-url",
                                         "-e",
                                         "-f",
                                         "--find-links",
                                         "-t",
                                         "--target",
                                         "--prefix",
                                         "--root",
                                         "--src",
                                         "--editable",
                                         "--extra-index-url",
                                         "--trusted-host",
                                         "--cache-dir",
                                         "--timeout",
                                         "--python",
                                         "-p",
                                         "--progress-bar",
                                         "--retries",
                                         "--proxy"};
  Words words = operands(call, valued);
  std::string_view verb;
  for (const ShellWord* word : words) {
    const std::string_view value = call.text(*word);
    // The project itself, or what lies beside it.
    if (value.find('/') != std::string_view::npos || value.starts_with('.')) return {};
    if (value == "install" || value == "sync") verb = value;
  }
  if (verb.empty() || has_any(call, {"-e", "--editable"})) return {};
  DependencyStep step{.ecosystem = &pip, .verb = verb};
  for (size_t i = 0; i + 1 < call.arguments.size(); ++i) {
    if (!is_one_of(call.text(call.arguments[i]), {"-r", "--requirement", "-c", "--constraint"}))
      continue;
    const ShellWord& file = call.arguments[i + 1];
    if (file.expands || file.glob) return {};
    step.files.push_back(call.text(file));
  }
  if (step.files.empty()) return {};
  return step;
}

Found python_project(const Invocation& call, std::string_view verb) {
  DependencyStep step{.ecosystem = &poetry, .verb = verb};
  if (call.program == "pipenv") {
    if (!is_one_of(verb, {"install", "sync"}) || operands(call).size() > 1) return {};
    step.ecosystem = &pipenv;
  } else if (call.program == "poetry") {
    if (!is_one_of(verb, {"install", "sync"})) return {};
    step.directory = value_of(call, {"-C", "--directory", "-P", "--project"});
    step.needs_sources = !call.has_flag("--no-root");
    step.fetch = with_flags(call, verb, "--no-root");
  } else {
    if (verb != "sync") return {};
    step.ecosystem = &uv;
    step.directory = value_of(call, {"--directory", "--project"});
    step.needs_sources = !has_any(call, {"--no-install-project", "--no-install-workspace"});
    step.fetch = with_flags(call, verb, "--no-install-project");
    step.certain = !has_any(call, {"--package", "--all-packages"});
  }
  return step;
}

Found compiled(const Invocation& call, std::string_view verb) {
  DependencyStep step{.verb = verb, .needs_sources = true};
  if (call.program == "go") {
    if (has_any(call, {"-mod=vendor", "-mod"})) return {};
    step.ecosystem = &go;
    step.fetch = "go mod download";
    step.directory = value_of(call, {"-C"});
    const Words words = operands(call);
    if (verb == "mod") {
      if (words.size() != 2 || call.text(*words[1]) != "download") return {};
      step.needs_sources = false;
      step.verb = "mod download";
      return step;
    }
    if (!is_one_of(verb, {"build", "install", "test"})) return {};
    // Of another module.
    for (const ShellWord* word : words) {
      if (call.text(*word).find('@') != std::string_view::npos) return {};
    }
  } else if (call.program == "cargo") {
    if (!is_one_of(verb, {"build", "b", "test", "fetch"})) return {};
    step.ecosystem = &cargo;
  } else if (is_one_of(call.program, {"mvn", "mvnw"})) {
    constexpr std::string_view phases[] = {
        "package", "install", "compile", "verify", "test", "deploy", "dependency:go-offline"};
    if (!std::any_of(std::begin(phases), std::end(phases),
                     [&](std::string_view phase) { return call.has(phase); }))
      return {};
    if (has_any(call, {"-o", "--offline"})) return {};
    step.ecosystem = &maven;
    step.directory = value_of(call, {"-f", "--file"});
  } else {
    if (verb.empty() || has_any(call, {"--offline", "--version"})) return {};
    if (is_one_of(verb, {"clean", "wrapper", "tasks", "--version"}) && operands(call).size() == 1)
      return {};
    step.ecosystem = &gradle;
    step.verb = {};  // the first of many tasks says little
    step.directory = value_of(call, {"-p", "--project-dir"});
  }
  return step;
}

Found other(const Invocation& call, std::string_view verb) {
  DependencyStep step{.verb = verb};
  if (is_one_of(call.program, {"bundle", "bundler"})) {
    const bool bare = call.arguments.empty();
    if (!bare && verb != "install") return {};
    if (has_any(call, {"--local"})) return {};
    step.ecosystem = &bundler;
    step.directory = value_of(call, {"--gemfile"});
  } else if (is_one_of(call.program, {"composer", "composer.phar"})) {
    if (!is_one_of(verb, {"install", "i"})) return {};
    step.ecosystem = &composer;
    step.directory = value_of(call, {"-d", "--working-dir"});
    step.needs_sources = !call.has_flag("--no-autoloader") || !call.has_flag("--no-scripts");
    step.fetch = with_flags(call, verb, "--no-scripts --no-autoloader");
  } else if (call.program == "dotnet") {
    if (!is_one_of(verb, {"restore", "build", "publish"})) return {};
    if (call.has_flag("--no-restore")) return {};
    step.ecosystem = &dotnet;
    step.needs_sources = verb != "restore";
  } else {
    return {};
  }
  return step;
}

}  // namespace

std::optional<DependencyStep> dependency_step(const Invocation& call) {
  const std::string_view program = call.program;
  constexpr WordFilter programs = filter_of(std::to_array<std::string_view>(
      {"npm", "yarn", "pnpm", "bun", "pipenv", "poetry", "uv", "go", "cargo", "mvn", "mvnw",
       "gradle", "gradlew", "bundle", "bundler", "composer", "composer.phar", "dotnet"}));
  if (!programs.may_hold(program) && !program.starts_with("pip")) return {};
  if (is_one_of(program, {"npm", "yarn", "pnpm", "bun"})) return node(call);
  if (program.starts_with("pip") &&
      program.find_first_not_of("0123456789.-", 3) == std::string_view::npos)
    return pip_step(call);
  constexpr std::string_view valued[] = {
      "-C", "-d", "-f", "-p", "--directory", "--working-dir", "-s", "--settings", "--project"};
  if (is_one_of(program, {"pipenv", "poetry", "uv", "go", "cargo", "mvn", "mvnw", "gradle",
                          "gradlew", "bundle", "bundler", "composer", "composer.phar", "dotnet"})) {
    const Words words = operands(call, valued);
    const std::string_view verb = words.empty() ? std::string_view() : call.text(*words[0]);
    if (program == "uv" && verb == "pip") return pip_step(call);
    if (is_one_of(program, {"pipenv", "poetry", "uv"})) return python_project(call, verb);
    if (is_one_of(program, {"go", "cargo", "mvn", "mvnw", "gradle", "gradlew"}))
      return compiled(call, verb);
    return other(call, verb);
  }
  return {};
}

}  // namespace dflint
