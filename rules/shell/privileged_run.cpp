// Reports RUN instructions that leave the sandbox of the build.
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Instruction& in, Report& report) {
  const Statement& statement = in.effective();
  if (statement.keyword != Keyword::run) return;
  for (const Flag& flag : statement.flags) {
    const std::string_view name = in.value(flag.name);
    const std::string_view value = in.value(flag.value);
    const bool insecure = name == "security" && value == "insecure";
    if (!insecure && !(name == "network" && value == "host")) continue;
    Finding& finding = report.add(
        flag.text, insecure ? "`--security=insecure` runs this with all rights on the build machine"
                            : "`--network=host` opens the build machine's own network to this");
    if (flag.text.decoded) continue;
    Span span = flag.text.span;
    while (span.begin > in.body.begin && in.text[span.begin - 1] == ' ') --span.begin;
    finding.fixes.push_back(
        replace({&in, span}, {}, fmt::format("Remove `--{}`", name), Safety::unsafe));
  }
}

}  // namespace

Rule privileged_run() {
  return {
      .name = "privileged-run",
      .category = Category::security,
      .severity = Severity::warning,
      .summary = "Keep RUN inside the sandbox of the build",
      .why = R"(
`--security=insecure` runs the command without seccomp and with all capabilities, and
`--network=host` lets it reach everything that listens on the build machine, also on its loopback
address. Whatever the command downloads and runs has the same rights. Both only work where the builder
was started with the matching entitlement, so others cannot build the file at all. Use the default
network, with a secret or a proxy where that is what is missing, and do privileged work outside the
build.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
RUN [|--security=insecure|] mount -o loop disk.img /mnt
)",
              .good = R"(
FROM debian:12
RUN mount -o loop disk.img /mnt
)",
          },
          {
              .bad = R"(
FROM node:20
RUN --mount=type=cache,target=/root/.npm [|--network=host|] npm ci
)",
              .good = R"(
FROM node:20
RUN --mount=type=cache,target=/root/.npm npm ci
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
