// Asks for a version of each program and module that go fetches by its path.
#include <fmt/core.h>

#include "rules/packages/call.h"
#include "rules/rule.h"

namespace dflint {
namespace {

constexpr std::string_view valued[] = {"-C",   "-ldflags", "-tags",     "-gcflags",
                                       "-mod", "-modfile", "-p",        "-asmflags",
                                       "-o",   "-exec",    "-buildmode"};

bool is_pinned(std::string_view package) {
  if (package.starts_with('.') || package.starts_with('/')) return true;
  return contains(package, "@") && !ends_with_one_of(package, {"@latest", "@none"});
}

void report_on(const ShellWord& word, std::string_view package, Report& report) {
  report.add(word, fmt::format("`{}` is fetched in whatever version is newest", package));
}

bool is_newest(std::string_view package, std::string_view verb) {
  // Packages of the project itself and of the standard library have no version.
  if (package.starts_with('.') || package.starts_with('/') || !contains(package, ".")) return false;
  if (!contains(package, "@")) return verb == "get";
  return ends_with_one_of(package, {"@latest", "@upgrade", "@master", "@main"});
}

// go install example.com/tool takes the version from go.mod, so only what says @latest is reported;
// go get looks for the newest.
void check_own(const Command& command, Report& report) {
  const Invocation call = invocation(command);
  if (call.program != "go") return;
  const std::vector<const ShellWord*> words = operands(call, valued);
  if (words.size() < 2) return;
  const std::string_view verb = call.text(*words[0]);
  if (!is_one_of(verb, {"install", "get", "run"})) return;
  // What follows the program of `go run` is its own.
  const size_t end = verb == "run" ? 2 : words.size();
  for (size_t i = 1; i < end; ++i) {
    const std::string_view package = call.text(*words[i]);
    if (!words[i]->expands && is_newest(package, verb)) report_on(*words[i], package, report);
  }
}

// hadolint: where a RUN holds `go run`, only that is looked at, and of it the first word.
void check_as_hadolint(const Script& script, Report& report) {
  const auto runs = [](const Command& command) {
    const Invocation call = literal_invocation(command);
    return call.program == "go" && call.has("run");
  };
  const bool any_run = std::any_of(script.commands.begin(), script.commands.end(), runs);
  for (const Command& command : script.commands) {
    const Invocation call = literal_invocation(command);
    if (call.program != "go") continue;
    if (any_run ? !call.has("run") : !call.has("install") && !call.has("get")) continue;
    bool behind_run = false;
    for (const ShellWord* word : literal_operands(call, {})) {
      const std::string_view package = call.text(*word);
      if (any_run) {
        if (behind_run) {
          if (!is_pinned(package)) report_on(*word, package, report);
          break;
        }
        behind_run = package == "run";
      } else if (!is_one_of(package, {"install", "get", "tool"}) && !is_pinned(package)) {
        report_on(*word, package, report);
      }
    }
  }
}

void check(const Script& script, Report& report) {
  if (script.in->effective().keyword != Keyword::run) return;
  if (report.as_hadolint()) return check_as_hadolint(script, report);
  for (const Command& command : script.commands) check_own(command, report);
}

}  // namespace

Rule pin_go_versions() {
  return {
      .name = "pin-go-versions",
      .aliases = {"DL3062"},
      .category = Category::reproducibility,
      .severity = Severity::warning,
      .on_by_default = false,
      .summary = "Give each program that go install fetches a version",
      .why = R"(
`go install example.com/tool@latest` takes what is newest on the day of the build, so the same Dockerfile
builds another image later. Write `@v1.2.3`. Without `@`, `go install` and `go run` take
the version that go.mod names, which is as good; `go get` looks for the newest one. Off by default: who
upgrades by rebuilding wants it so.
)",
      .examples = {{
          {
              .bad = R"(
FROM golang:1.22
RUN go install [|golang.org/x/tools/cmd/stringer@latest|]
)",
              .good = R"(
FROM golang:1.22
RUN go install golang.org/x/tools/cmd/stringer@v0.21.0
)",
          },
          {
              .bad = R"(
FROM golang:1.22
WORKDIR /src
COPY . .
RUN go get -d [|github.com/stretchr/testify|] ./... && go run [|example.com/gen@latest|] -o gen.go
)",
              .good = R"(
FROM golang:1.22
WORKDIR /src
COPY . .
RUN go get -d ./... && go run example.com/gen -o gen.go && go install ./cmd/...
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
