// Asks for a version of each package that pip installs by name.
#include <fmt/core.h>

#include "rules/packages/pip.h"
#include "rules/rule.h"

namespace dflint {
namespace {

constexpr std::string_view valued[] = {"--abi",
                                       "-b",
                                       "--build",
                                       "-c",
                                       "--cache-dir",
                                       "--cert",
                                       "--config-settings",
                                       "--constraint",
                                       "-e",
                                       "--editable",
                                       "--exists-action",
                                       "--extra-index-url",
                                       "-f",
                                       "--find-links",
                                       "--global-option",
                                       "-i",
                                       "--implementation",
                                       "--index-url",
                                       "--install-option",
                                       "--log",
                                       "--no-binary",
                                       "--only-binary",
                                       "--pip-args",
                                       "--platform",
                                       "--prefix",
                                       "--progress-bar",
                                       "--proxy",
                                       "-p",
                                       "--python",
                                       "--python-version",
                                       "-r",
                                       "--requirement",
                                       "--retries",
                                       "--root",
                                       "--root-user-action",
                                       "--src",
                                       "-t",
                                       "--target",
                                       "--timeout",
                                       "--trusted-host",
                                       "--upgrade-strategy",
                                       "--use-feature"};
constexpr std::string_view literal_valued[] = {"abi",
                                               "b",
                                               "build",
                                               "e",
                                               "editable",
                                               "extra-index-url",
                                               "f",
                                               "find-links",
                                               "i",
                                               "index-url",
                                               "implementation",
                                               "no-binary",
                                               "only-binary",
                                               "platform",
                                               "prefix",
                                               "progress-bar",
                                               "proxy",
                                               "python",
                                               "python-version",
                                               "root",
                                               "root-user-action",
                                               "src",
                                               "t",
                                               "target",
                                               "trusted-host",
                                               "upgrade-strategy"};

bool is_pinned(std::string_view package) {
  if (package.find_first_of("=<>") != std::string_view::npos || contains(package, "!="))
    return true;
  if (starts_with_one_of(package, {"git+", "git:", "hg+", "svn+", "svn:", "bzr+"}))
    return contains(package, "@");
  return ends_with_one_of(package, {".whl", ".tar.gz"}) || contains(package, "/");
}

// `call.program` is what its packages go to; nothing where it installs none by name.
std::vector<const ShellWord*> packages(const Invocation& call) {
  std::vector<const ShellWord*> words = operands(call, valued);
  const size_t verb = call.program == "uv" ? 1 : 0;
  if (call.program == "uv") {
    if (words.size() < 2 || !is_one_of(call.text(*words[0]), {"pip", "tool"})) return {};
  } else if (!is_pip(call.program) && call.program != "pipx") {
    return {};
  }
  if (words.size() <= verb || call.text(*words[verb]) != "install") return {};
  words.erase(words.begin(), words.begin() + static_cast<ptrdiff_t>(verb) + 1);
  return words;
}

std::vector<const ShellWord*> literal_packages(const Invocation& call) {
  if (!is_literal_pip_install(call)) return {};
  if (call.has("-r") || call.has("--requirement") || call.has(".")) return {};
  std::vector<const ShellWord*> words = literal_operands(call, literal_valued);
  const auto install = std::find_if(words.begin(), words.end(), [&](const ShellWord* word) {
    return call.text(*word) == "install";
  });
  words.erase(words.begin(), install == words.end() ? install : install + 1);
  return words;
}

void check(const Command& command, Report& report) {
  if (!in_run(command)) return;
  const Invocation call = call_of(command, report);
  const bool literal = report.as_hadolint();
  if (!starts_with_one_of(call.program, {"pip", "python", "uv"})) return;
  if (call.has_flag("-c") || call.has_flag("--constraint")) return;
  for (const ShellWord* word : literal ? literal_packages(call) : packages(call)) {
    const std::string_view package = call.text(*word);
    if (is_pinned(package)) continue;
    // hadolint: knows neither `.[test]` nor that a variable may hold a version.
    if (!literal && (word->expands || package.starts_with('.') || package.empty())) continue;
    report.add(*word, fmt::format("`{}` is installed in whatever version is newest", package));
  }
}

}  // namespace

Rule pin_pip_versions() {
  return {
      .name = "pin-pip-versions",
      .aliases = {"DL3013"},
      .category = Category::reproducibility,
      .severity = Severity::warning,
      .on_by_default = false,
      .summary = "Give each package that pip installs a version",
      .why = R"(
`pip install flask` takes the version that is newest when the image is built, so the same Dockerfile
builds another image next month. Write `flask==3.0.3`, or name a file of requirements that
`pip freeze`, pip-tools, Poetry or uv has written, with the versions of what your packages need in turn.
A constraints file (`-c constraints.txt`) pins all of them at once. Off by default: who upgrades by
rebuilding wants it so.
)",
      .examples = {{
          {
              .bad = R"(
FROM python:3.12-slim
RUN pip install --no-cache-dir [|flask|] gunicorn==22.0.0
)",
              .good = R"(
FROM python:3.12-slim
RUN pip install --no-cache-dir flask==3.0.3 gunicorn==22.0.0
)",
          },
          {
              .bad = R"(
FROM python:3.12-slim
RUN python3 -m pip install -r requirements.txt \
    [|uwsgi|] \
    ./local [|"requests[socks]"|]
)",
              .good = R"(
FROM python:3.12-slim
RUN python3 -m pip install -r requirements.txt -c constraints.txt uwsgi ./local "requests[socks]"
)",
          },
          {
              .bad = R"(
FROM python:3.12-slim
RUN uv pip install --system [|httpx|] && sudo pipx install [|ruff|]
)",
              .good = R"(
FROM python:3.12-slim
RUN uv pip install --system httpx==0.27.0 && sudo pipx install ruff==0.4.4
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
