// Asks for ./configure --build, for sources older than the architecture.
#include <string_view>

#include "analysis/shell/callee.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

void check(const Command& command, Report& report) {
  const Callee call = callee(command);
  if (call.name != "configure" || !command.text(call.words[0]).ends_with("/configure")) return;
  // That of nginx takes --user and is not Autoconf's.
  if (command.has_flag("--user") || command.has_flag("--build") || command.has_flag("--host") ||
      command.has_flag("--help"))
    return;
  report.add({command.script->in, call.words[0].span},
             "`configure` guesses the architecture; `--build` would tell it");
}

}  // namespace

Rule configure_without_build() {
  return {
      .name = "configure-without-build",
      .category = Category::correctness,
      .severity = Severity::style,
      .on_by_default = false,
      .summary = "Tell configure the architecture with --build",
      .why = R"d(
`./configure` of Autoconf guesses the machine with a script of the age of the release. Old ones do not
know newer architectures, and under emulation they may guess the host's.
`--build="$(dpkg-architecture --query DEB_BUILD_GNU_TYPE)"` (on Alpine the triple of `gcc -dumpmachine`)
says what it is. Scripts called `configure` that are not Autoconf's may refuse the option.
)d",
      .examples = {{
          {
              .bad = R"(
FROM gcc:14
RUN [|./configure|] --prefix=/usr && make install
)",
              .good = R"d(
FROM gcc:14
RUN ./configure --build="$(gcc -dumpmachine)" --prefix=/usr && make install
)d",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
