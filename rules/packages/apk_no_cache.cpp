// Reports apk commands that leave the index of packages in a layer.
#include <string>
#include <vector>

#include <fmt/core.h>

#include "rules/packages/edit.h"
#include "rules/packages/system.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using namespace system_packages;

constexpr std::string_view cache = "/var/cache/apk";
constexpr std::string_view flag = "--no-cache";

void check_as_hadolint(const Step& step, const Instruction& in, Report& report) {
  for (const Command& command : step.script->commands) {
    const Literal literal(command);
    if (literal.name() != "apk" || !literal.has({"add"}) || literal.has_flag({"no-cache"}))
      continue;
    if (is_mounted_for_hadolint(in, cache)) return;
    const size_t word = word_equal_to(command, "add");
    offer_argument(report.add({&in, command.words[word].span}, "`apk add` keeps its index"),
                   command, word, flag, Safety::unsafe);
  }
}

// Another root has a cache of its own.
bool keeps_index(const PackageCall& call) {
  if (call.manager != PackageManager::apk || call.has_flag(flag)) return false;
  if (call.has_flag("--root") || call.has_flag("-p") || call.has_flag("--cache-dir")) return false;
  return call.verb == PackageVerb::install || call.verb == PackageVerb::update || call.upgrades();
}

struct Found {
  std::vector<PackageCall> calls;  // those that keep the index
  bool installs = false;           // some command installs, whether it keeps the index or not
};

Found find(const Step& step) {
  Found found;
  for_each_command(step, [&](const Command& command) {
    const PackageCall call = package_call(command);
    if (call) {
      if (call.manager == PackageManager::apk && call.verb == PackageVerb::clean)
        found.calls.clear();
      if (call.verb == PackageVerb::install || call.upgrades()) found.installs = true;
      if (keeps_index(call)) found.calls.push_back(call);
    } else if (!found.calls.empty() && may_delete(command, cache)) {
      found.calls.clear();
    }
  });
  return found;
}

// With --no-cache each command fetches the index for itself: an update before it is for nothing.
Fix fix_for(const std::vector<PackageCall>& calls) {
  Fix fix{"Add `--no-cache`", Safety::unsafe, {}};
  for (const PackageCall& call : calls) {
    if (!has_places(*call.command)) return {};
    auto removal = call.verb == PackageVerb::update ? removed(*call.command) : std::nullopt;
    const bool apart =
        removal && (fix.replacements.empty() ||
                    fix.replacements.back().place.span.end <= removal->place.span.begin);
    fix.replacements.push_back(apart ? std::move(*removal)
                                     : argument_behind(*call.command, call.subcommand, flag));
  }
  return fix;
}

void check_own(const Step& step, const Instruction& in, Report& report) {
  const Found found = find(step);
  if (found.calls.empty() || !found.installs) return;
  if (is_mounted(in, cache) || is_mounted(in, "/etc/apk/cache")) return;
  const PackageCall& first = found.calls.front();
  Finding& finding =
      report.add({&in, first.command->words[first.subcommand].span},
                 fmt::format("`apk {}` leaves its index in the image", first.subcommand_text()));
  if (Fix fix = fix_for(found.calls); !fix.replacements.empty())
    finding.fixes.push_back(std::move(fix));
}

void check(const Plan& plan, const Document& document, Report& report) {
  check_caches(plan, document, report, check_as_hadolint, check_own);
}

}  // namespace

Rule apk_no_cache() {
  return {
      .name = "apk-no-cache",
      .aliases = {"DL3019"},
      .category = Category::size,
      .severity = Severity::info,
      .summary = "Let apk keep no index of packages",
      .why = R"(
`apk update`, and `apk add` without `--no-cache`, keep an index of some megabytes in `/var/cache/apk`. With `--no-cache`
apk fetches the index, uses it and forgets it: neither `apk update` before nor `rm -rf /var/cache/apk/*` behind is needed.
Where the directory is a cache mount, or is deleted in the same RUN, nothing is left either.
)",
      .examples = {{
          {
              .bad = R"(
FROM alpine:3.20
RUN apk [|add|] curl
)",
              .good = R"(
FROM alpine:3.20
RUN apk add --no-cache curl
)",
          },
          {
              .bad = R"(
FROM alpine:3.20
RUN apk [|update|] \
 && apk upgrade \
 && apk add --no-cache curl
)",
              .good = R"(
FROM alpine:3.20
RUN apk upgrade --no-cache \
 && apk add --no-cache curl
)",
          },
          {
              .bad = R"(
FROM alpine:3.20
RUN --mount=type=cache,target=/var/cache/apk apk add git
RUN apk update && apk add jq && rm -rf /var/cache/apk/*
RUN ["apk", [|"add"|], "curl"]
)",
              .good = R"(
FROM alpine:3.20
RUN --mount=type=cache,target=/var/cache/apk apk add git
RUN apk update && apk add jq && rm -rf /var/cache/apk/*
RUN ["apk", "add", "--no-cache", "curl"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
