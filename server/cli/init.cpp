// Writes what hadolint's configuration says in our own words, or a beginning to go on with.
#include "server/cli/init.h"

#include <fmt/core.h>

#include "server/cli/config.h"
#include "server/cli/output.h"
#include "server/cli/run.h"
#include "server/config/settings.h"

namespace dflint {
namespace {

constexpr const char* target = ".dflint.yaml";

constexpr std::string_view beginning =
    R"(# What dflint does here: https://github.com/dflint/dflint/blob/main/docs/configuration.md

# Which rules run: `default`, and more by name, code of another linter, category or group.
select: [default]

# Which ones do not.
# ignore: [missing-expose]

# How severe a rule is, and its options.
# rules:
#   last-user-not-root: error
#   trusted-registries: {trusted-registries: [docker.io, ghcr.io]}

# What else holds for some files.
# overrides:
#   - files: legacy/**
#     ignore: [DL3008]

# Files that are not checked at all.
# exclude: [vendor/**]

# The exit status is 1 from this severity on: style, info, warning, error, never.
fail-on: warning
)";

int failed(Host& host, std::string_view message) {
  Output output(host);
  output.trouble({}, message);
  output.finish();
  return status_trouble;
}

}  // namespace

int init(Host& host, const InitArguments& arguments) {
  if (!arguments.force && host.type_of(target) != FileType::missing) {
    return failed(host, ".dflint.yaml is there already; --force writes over it");
  }
  const RuleSet rules(builtin_rules());
  const std::string path =
      arguments.hadolint.empty() ? hadolint_config_of(host) : arguments.hadolint;
  if (path.empty() && arguments.from_hadolint) {
    return failed(host, "there is no .hadolint.yaml here or in your home directory");
  }
  std::string text(beginning);
  Output output(host);
  if (!path.empty()) {
    const ConfigFile hadolint = read_hadolint_config(host, path, rules);
    if (report_problems(output, hadolint.problems)) {
      return failed(host, fmt::format("nothing was written; mend {} first", path));
    }
    text = converted(hadolint, host.read_file(path).value, rules);
  }
  const std::string error = host.write_file_atomically(target, text);
  if (!error.empty()) return failed(host, std::string(target) + ": " + error);
  output.write(path.empty() ? "wrote .dflint.yaml\n"
                            : fmt::format("wrote .dflint.yaml from {}\n", path));
  return output.finish() ? status_clean : status_trouble;
}

}  // namespace dflint
