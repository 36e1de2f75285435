// Reports what zypper leaves in its cache.
#include "rules/packages/rpm.h"
#include "rules/rule.h"

namespace dflint {
namespace {

using namespace system_packages;

void add(const Command& command, const Step& step, Report& report) {
  Finding& finding =
      report.add({command.script->in, command.span}, "`zypper` leaves its cache in the image");
  offer_clean(finding, command, "zypper clean --all", step);
}

void check_as_hadolint(const Step& step, const Instruction& in, Report& report) {
  if (is_mounted_for_hadolint(in, "/var/cache/zypp")) return;
  const LiteralCache cache{"zypper", {"install", "in"}, {"clean", "cc"}, {}};
  if (const Command* command = find_uncleaned(step, cache)) add(*command, step, report);
}

void check_own(const Step& step, const Instruction& in, Report& report) {
  const PackageCall call = last_uncleaned(step, {"/var/cache/zypp"}, [](const PackageCall& c) {
    const bool fills =
        c.verb == PackageVerb::install || c.verb == PackageVerb::update || c.upgrades();
    return c.manager == PackageManager::zypper && fills && !c.has_flag("--root") &&
           !c.has_flag("--installroot") && !c.has_flag("-R") && !c.mentions("cache-dir");
  });
  if (call && !is_mounted(in, "/var/cache/zypp")) add(*call.command, step, report);
}

void check(const Plan& plan, const Document& document, Report& report) {
  const std::vector<bool> shipped = shipped_stages(plan);
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    const Instruction& in = *document.instructions[i];
    if (step.stage == none || !step.script || in.effective().keyword != Keyword::run) continue;
    if (report.as_hadolint()) {
      check_as_hadolint(step, in, report);
    } else if (shipped[step.stage]) {
      check_own(step, in, report);
    }
  }
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
