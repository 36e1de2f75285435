// Reports what zypper leaves in its cache.
#include "rules/packages/rpm.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using namespace system_packages;

constexpr std::string_view clean = "zypper clean --all";

void check_as_hadolint(const Step& step, const Instruction& in, Report& report) {
  if (is_mounted_for_hadolint(in, "/var/cache/zypp")) return;
  const LiteralCache cache{"zypper", {"install", "in"}, {"clean", "cc"}, {}};
  if (const Command* command = find_uncleaned(step, cache))
    report_uncleaned(*command, "zypper", clean, step, report);
}

void check_own(const Step& step, const Instruction& in, Report& report) {
  const PackageCall call = last_uncleaned(step, {"/var/cache/zypp"}, [](const PackageCall& c) {
    const bool fills =
        c.verb == PackageVerb::install || c.verb == PackageVerb::update || c.upgrades();
    return c.manager == PackageManager::zypper && fills && !c.has_flag("--root") &&
           !c.has_flag("--installroot") && !c.has_flag("-R") && !c.mentions("cache-dir");
  });
  if (call && !is_mounted(in, "/var/cache/zypp"))
    report_uncleaned(*call.command, "zypper", clean, step, report);
}

void check(const Plan& plan, const Document& document, Report& report) {
  check_caches(plan, document, report, check_as_hadolint, check_own);
}

}  // namespace

Rule zypper_clean() {
  return {
      .name = "zypper-clean",
      .aliases = {"DL3036"},
      .category = Category::size,
      .severity = Severity::warning,
      .summary = "Clean up behind zypper in the same RUN",
      .why = R"(
zypper keeps what it knows of its repositories in `/var/cache/zypp`: tens of megabytes that nobody needs in an image. Clean
up at the end of the same RUN; a later RUN only hides the files, the layer below keeps its size. A cache mount there keeps
them out of the layer. Stages that are not part of the final image are left alone.
)",
      .examples = {{
          {
              .bad = R"(
FROM opensuse/leap:15.6
RUN [|zypper -n install jq|]
)",
              .good = R"(
FROM opensuse/leap:15.6
RUN zypper -n install jq && zypper clean --all
)",
          },
          {
              .bad = R"(
FROM opensuse/leap:15.6
RUN zypper --non-interactive refresh && \
    [|zypper --non-interactive install git|]
)",
              .good = R"(
FROM opensuse/leap:15.6
RUN zypper --non-interactive refresh && \
    zypper --non-interactive install git && \
    zypper clean --all
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
