// Reports values made from a variable that is changed afterwards.
#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "rules/report.h"
#include "rules/rule.h"
#include "rules/variables/repeated.h"

namespace dflint {
namespace {

// Which ENV of the stage was made from which value of another variable.
struct Made {
  const Variable* from = nullptr;
  const Reference* by = nullptr;
};

using Key = std::pair<uint32_t, std::string_view>;

// The name that the reference helps to set.
std::string_view target_of(const Reference& reference) {
  const Instruction& in = *reference.place.in;
  if (in.statement.keyword != Keyword::env) return {};
  const std::vector<Pair>& pairs = in.statement.pairs;
  const uint32_t at = reference.place.span.begin;
  auto pair = std::upper_bound(
      pairs.begin(), pairs.end(), at,
      [](uint32_t begin, const Pair& candidate) { return begin < candidate.key.span.begin; });
  if (pair == pairs.begin()) return {};
  --pair;
  return at >= pair->value.span.begin ? in.value(pair->key) : std::string_view();
}

void check(const Plan& plan, const Document&, Report& report) {
  if (!repeats_names(plan)) return;
  std::map<Key, Made> made;
  size_t next = 0;
  for (const Variable& variable : plan.variables) {
    if (variable.stage == none || !variable.key.in) continue;
    for (;
         next < plan.references.size() && plan.references[next].instruction < variable.instruction;
         ++next) {
      const Reference& reference = plan.references[next];
      if (reference.variable == none || reference.stage == none) continue;
      const std::string_view target = target_of(reference);
      if (target.empty() || target == reference.name) continue;
      made.try_emplace(Key(reference.stage, reference.name),
                       Made{&plan.variables[reference.variable], &reference});
    }
    const auto found = made.find(Key(variable.stage, variable.name));
    if (found == made.end()) continue;
    const Made old = found->second;
    made.erase(found);
    const Keyword keyword = variable.key.in->statement.keyword;
    if (keyword != Keyword::env || variable.name == "PATH" || !variable.has_value) continue;
    if (old.from->value == variable.value) continue;
    Finding& finding =
        report.add(old.by->place,
                   fmt::format("`{}` keeps the old value of `{}`, which is set anew further down",
                               target_of(*old.by), variable.name));
    finding.notes.push_back({variable.key, "set anew here"});
  }
}

}  // namespace

Rule stale_value() {
  return {
      .name = "stale-value",
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Set a variable before other values are made from it",
      .why = R"(
ENV replaces `$NAME` when it is read, once: `ENV CONF=$HOME_DIR/conf` holds a text, not a formula. If
`HOME_DIR` is set anew further down, `CONF` still has the old directory in it. Set the first variable to
its last value before others use it, or repeat those.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ENV APP_DIR=/srv/app
ENV APP_CONF=[|$APP_DIR|]/conf
ENV APP_DIR=/opt/app
)",
              .good = R"(
FROM debian:12
ENV APP_DIR=/opt/app
ENV APP_CONF=$APP_DIR/conf
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
