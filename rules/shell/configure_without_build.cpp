// Asks for ./configure --build, for sources older than the architecture.
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "analysis/image.h"
#include "analysis/shell/callee.h"
#include "analysis/shell/package_manager.h"
#include "analysis/tools.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

// What prints the name of the machine as configure wants it, the best last.
enum class Teller : uint8_t { none, gcc, dpkg };

std::string_view command_of(Teller teller) {
  return teller == Teller::dpkg ? "dpkg-architecture --query DEB_BUILD_GNU_TYPE"
                                : "gcc -dumpmachine";
}

// Official images that bring a compiler, in their variants without a suffix.
Teller teller_of_image(std::string_view image) {
  const ImageReference reference = split_image(image);
  if (!reference.registry.empty() && reference.registry != "docker.io") return Teller::none;
  std::string_view repository = reference.repository;
  if (repository.starts_with("library/")) repository.remove_prefix(8);
  if (!lists("gcc python ruby node golang rust", repository)) return Teller::none;
  const auto has = [&](std::string_view part) {
    return reference.tag.find(part) != std::string_view::npos;
  };
  const bool other = has("slim") || has("alpine") || has("windows") || has("server") || has("$");
  return other ? Teller::none : Teller::gcc;
}

// What the stage has after a command of a RUN.
Teller after(const Command& command, Teller before) {
  const PackageCall call = package_call(command);
  if (call.verb == PackageVerb::remove) return Teller::none;
  if (call.verb != PackageVerb::install || command.conditional || command.in_function)
    return before;
  for (const ShellWord* word : call.packages()) {
    const std::string_view text = command.text(*word);
    const std::string_view package = text.substr(0, text.find_first_of("=<>~:"));
    if (package == "dpkg-dev" || (call.is_apt() && package == "build-essential"))
      return Teller::dpkg;
    if (lists("gcc build-base alpine-sdk", package)) before = std::max(before, Teller::gcc);
  }
  return before;
}

// What a script says of the sources that it configures.
struct Sources {
  bool from_autoconf_projects = false;  // they come from where nothing else is in use
  bool makes_configure = false;         // a command so far has made it
};

Sources sources_of(const Script& script) {
  constexpr std::string_view origins[] = {"ftp.gnu.org/", "ftpmirror.gnu.org/", "www.gnu.org/",
                                          "python.org/ftp/python/"};
  return {std::any_of(std::begin(origins), std::end(origins), [&](std::string_view origin) {
    return script.text.find(origin) != std::string::npos;
  })};
}

// Some option is Autoconf's alone.
bool has_autoconf_option(const Callee& configure) {
  constexpr std::string_view own[] = {"--disable-dependency-tracking", "--enable-option-checking",
                                      "--disable-option-checking", "--disable-maintainer-mode",
                                      "--datarootdir"};
  return std::any_of(std::begin(own), std::end(own), [&](std::string_view flag) {
    return has_flag(*configure.command, configure.words, flag);
  });
}

// `teller`: none where there is no place for a fix either.
void check_command(const Command& command, Teller teller, const Sources& sources, Report& report) {
  const Callee call = callee(command);
  if (call.name != "configure" || !command.text(call.words[0]).ends_with("/configure")) return;
  // That of nginx takes --user and is not Autoconf's.
  if (command.has_flag("--user") || command.has_flag("--build") || command.has_flag("--host") ||
      command.has_flag("--help"))
    return;
  const Script& script = *command.script;
  Finding& finding = report.add({script.in, call.words[0].span},
                                "`configure` guesses the architecture; `--build` would tell it");
  const bool is_autoconf =
      sources.from_autoconf_projects || sources.makes_configure || has_autoconf_option(call);
  if (teller == Teller::none || !is_autoconf) return;
  const std::string option = fmt::format("--build=\"$({})\"", command_of(teller));
  const uint32_t end = call.words[0].span.end;
  finding.fixes.push_back(replace({script.in, {end, end}}, ' ' + option,
                                  fmt::format("Add `{}`", option), Safety::unsafe));
}

// Gives what the stage has behind the script. `outer`: it is that of the instruction, not one that
// stands in quotes.
Teller check_script(const Script& script, Teller teller, bool outer, Report& report) {
  const bool has_places = outer && script.kind == ShellKind::posix && !script.opaque;
  Sources sources = sources_of(script);
  for (const Command& command : script.commands) {
    check_command(command, has_places ? teller : Teller::none, sources, report);
    sources.makes_configure |= lists("autoreconf autoconf autogen.sh", callee(command).name);
    teller = after(command, teller);
  }
  return teller;
}

void check(const Plan& plan, const Document& document, Report& report) {
  std::vector<Teller> tellers(plan.stages.size());
  for (const Stage& stage : plan.stages) {
    Teller& teller = tellers[stage.index];
    teller = stage.parent < stage.index ? tellers[stage.parent] : teller_of_image(stage.base);
    for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
      const Step& step = plan.steps[i];
      if (document.instructions[i]->effective().keyword != Keyword::run || !step.script) continue;
      teller = check_script(*step.script, teller, true, report);
      for (const ScriptPtr& script : step.more)
        teller = check_script(*script, teller, false, report);
    }
  }
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
`--build="$(dpkg-architecture --query DEB_BUILD_GNU_TYPE)"` (of the package `dpkg-dev`; elsewhere the triple of
`gcc -dumpmachine`) says what it is. Scripts called `configure` that are not Autoconf's may refuse the option, so
it is offered only where the sources are Autoconf's for certain and the stage has what prints the triple.
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
          {
              .bad = R"(
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends curl build-essential
RUN curl -fsSL https://ftp.gnu.org/gnu/hello/hello-2.12.tar.gz | tar -xz \
 && cd hello-2.12 && [|./configure|] --prefix=/usr && make install
)",
              .good = R"d(
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends curl build-essential
RUN curl -fsSL https://ftp.gnu.org/gnu/hello/hello-2.12.tar.gz | tar -xz \
 && cd hello-2.12 && ./configure --build="$(dpkg-architecture --query DEB_BUILD_GNU_TYPE)" --prefix=/usr && make install
)d",
          },
          {
              .bad = R"(
FROM alpine:3.20
RUN apk add --no-cache build-base autoconf automake
COPY . /src
RUN cd /src && autoreconf -i && [|./configure|] && make install
)",
              .good = R"d(
FROM alpine:3.20
RUN apk add --no-cache build-base autoconf automake
COPY . /src
RUN cd /src && autoreconf -i && ./configure --build="$(gcc -dumpmachine)" && make install
)d",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
