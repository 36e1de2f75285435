// Reports CMD, ENTRYPOINT and HEALTHCHECK instructions that a later one of their stage replaces.
#include <algorithm>
#include <iterator>
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

// Takes the instruction out. Comments right above speak of it and go with it; whether nobody misses
// them, a person should say.
Fix removal(const Instruction& in) {
  Span lines{in.body.begin, static_cast<uint32_t>(in.text.size())};
  Fix fix{fmt::format("Remove this {}", info(in.statement.keyword).name), Safety::safe, {}};
  for (size_t i = in.comments.size(); i-- > 0;) {
    const std::string_view between =
        in.source({in.comments[i].end, std::max(in.comments[i].end, lines.begin)});
    if (std::count(between.begin(), between.end(), '\n') != 1) break;
    lines.begin = in.comments[i].begin;
    fix.safety = Safety::unsafe;
  }
  while (lines.begin > 0 && in.text[lines.begin - 1] != '\n') --lines.begin;
  fix.replacements.push_back({{&in, lines}, {}});
  return fix;
}

std::string_view code_of(Keyword keyword) {
  if (keyword == Keyword::cmd) return "DL4003";
  return keyword == Keyword::entrypoint ? "DL4004" : "DL3012";
}

void report_all(const std::vector<Occurrence>& all, Keyword keyword, Report& report) {
  const std::string_view name = info(keyword).name;
  // hadolint: the later ones are too many, and those of a trigger do not count.
  if (report.as_hadolint()) {
    const Occurrence* first = nullptr;
    for (const Occurrence& occurrence : all) {
      if (!occurrence.in) continue;
      if (first) {
        Finding& finding =
            report.add(occurrence.place, fmt::format("the stage has an earlier {}", name));
        finding.code = code_of(keyword);
        if (keyword != Keyword::cmd) finding.severity = Severity::error;
      }
      first = &occurrence;
    }
    return;
  }
  for (size_t i = 0; i + 1 < all.size(); ++i) {
    Finding& finding = report.add(
        all[i].place, fmt::format("this {} has no effect: the stage has a later one", name));
    finding.code = code_of(keyword);
    finding.notes.push_back({all.back().place, "this one counts"});
    finding.suppress_at = all[i + 1].in;
    if (all[i].in) finding.fixes.push_back(removal(*all[i].in));
  }
}

void check(const Plan& plan, const Document& document, Report& report) {
  constexpr Keyword keywords[] = {Keyword::cmd, Keyword::entrypoint, Keyword::healthcheck};
  std::vector<Occurrence> found[std::size(keywords)];
  const auto add = [&](Keyword keyword, Occurrence occurrence) {
    for (size_t k = 0; k < std::size(keywords); ++k) {
      if (keywords[k] == keyword) found[k].push_back(occurrence);
    }
  };
  size_t trigger = 0;  // they stand in order of their stages
  for (const Stage& stage : plan.stages) {
    for (; trigger < plan.triggers.size() && plan.triggers[trigger].stage == stage.index;
         ++trigger) {
      const Instruction& in = *document.instructions[plan.triggers[trigger].instruction];
      add(in.statement.trigger->keyword,
          {{stage.from, stage.from->statement.args[0].span}, nullptr});
    }
    for (uint32_t i = stage.first + 1; i < stage.end; ++i) {
      const Instruction& in = *document.instructions[i];
      add(in.statement.keyword, {{&in, in.statement.word.span}, &in});
    }
    for (size_t k = 0; k < std::size(keywords); ++k) {
      report_all(found[k], keywords[k], report);
      found[k].clear();
    }
  }
}

}  // namespace

Rule single_command() {
  return {
      .name = "single-command",
      .aliases = {"MultipleInstructionsDisallowed", "DL4003", "DL4004", "DL3012"},
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
          {
              .bad = R"(
FROM debian:12

# about the stage

# starts a shell
[|CMD|] ["bash"]
# starts the app
CMD ["app"]
)",
              .good = R"(
FROM debian:12

# about the stage

# starts the app
CMD ["app"]
)",
          },
          {
              .bad = R"(
FROM debian:12 AS base
ONBUILD CMD ["a"]
FROM [|base|]
CMD ["b"]
)",
              .good = R"(
FROM debian:12 AS base
FROM base
CMD ["b"]
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
