// Reports CMD, ENTRYPOINT and HEALTHCHECK instructions that a later one of their stage replaces.
#include <vector>

#include <fmt/core.h>

#include "analysis/keywords.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

struct Occurrence {
  Place place;
  const Instruction* in = nullptr;  // nullptr: of a trigger of the base stage
};

void report_all(Keyword keyword, const std::vector<Occurrence>& all, Report& report) {
  for (size_t i = 0; i + 1 < all.size(); ++i) {
    const Occurrence& one = all[i];
    Finding& finding = report.add(
        one.place,
        fmt::format("this {} has no effect: the stage has a later one", info(keyword).name));
    finding.notes.push_back({all.back().place, "this one counts"});
    finding.suppress_at = all[i + 1].in;
    if (!one.in) continue;
    const Place lines{one.in, {one.in->body.begin, static_cast<uint32_t>(one.in->text.size())}};
    finding.fixes.push_back(replace(lines, {}, fmt::format("Remove this {}", info(keyword).name)));
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  constexpr Keyword keywords[] = {Keyword::cmd, Keyword::entrypoint, Keyword::healthcheck};
  for (const Stage& stage : plan.stages) {
    std::vector<Occurrence> found[3];
    const auto add = [&](Keyword keyword, Occurrence occurrence) {
      for (size_t k = 0; k < 3; ++k) {
        if (keywords[k] == keyword) found[k].push_back(occurrence);
      }
    };
    for (const Trigger& trigger : plan.triggers) {
      if (trigger.stage != stage.index) continue;
      add(document.instructions[trigger.instruction]->statement.trigger->keyword,
          {{stage.from, stage.from->statement.args[0].span}, nullptr});
    }
    for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
      const Instruction& in = *document.instructions[i];
      add(in.statement.keyword, {{&in, in.statement.word.span}, &in});
    }
    for (size_t k = 0; k < 3; ++k) report_all(keywords[k], found[k], report);
  }
}

}  // namespace

Rule single_command() {
  return {
      .name = "single-command",
      .aliases = {"MultipleInstructionsDisallowed"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Keep one CMD, ENTRYPOINT and HEALTHCHECK in a stage",
      .why = R"(
Only the last CMD, ENTRYPOINT and HEALTHCHECK of a stage count. An earlier one looks as if it ran,
but is replaced. A stage may well replace what the stage below it, or the base image, has set.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
[|CMD|] ["a"]
RUN true
CMD ["b"]
)",
              .good = R"(
FROM debian:12
RUN true
CMD ["b"]
)",
          },
          {
              .bad = R"(
FROM debian:12 AS base
ENTRYPOINT ["app"]
FROM base
[|HEALTHCHECK|] NONE
ENTRYPOINT ["other"]
HEALTHCHECK CMD ["true"]
)",
              .good = R"(
FROM debian:12 AS base
ENTRYPOINT ["app"]
FROM base
ENTRYPOINT ["other"]
HEALTHCHECK CMD ["true"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
