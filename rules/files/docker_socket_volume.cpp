// Reports a VOLUME on the socket of the container engine.
#include <fmt/core.h>

#include "analysis/quotes.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  if (statement.keyword != Keyword::volume) return;
  for (const Word& word : statement.args) {
    const std::string_view path = without_quotes(in.value(word));
    const std::string_view name = path.substr(path.rfind('/') + 1);
    if (!path.starts_with('/')) continue;
    if (name == "docker.sock" || name == "containerd.sock" || name == "podman.sock")
      report.add(word, fmt::format("VOLUME cannot bring in the socket `{}`", path));
  }
}

}  // namespace

Rule docker_socket_volume() {
  return {
      .name = "docker-socket-volume",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Make no volume of the engine's socket",
      .why = R"(
VOLUME gives a container an empty directory of that name, never the socket of the host; only
`docker run -v /var/run/docker.sock:/var/run/docker.sock` does. And whoever has the socket is root on
the host: an image that asks for it should say so in its manual and not in its Dockerfile.
)",
      .examples = {{
          {
              .bad = R"(
FROM docker:27-cli
VOLUME [|/var/run/docker.sock|] /data
)",
              .good = R"(
FROM docker:27-cli
VOLUME /data
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
