// Reports values of an ENV that use what the same ENV sets.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <fmt/core.h>

#include "analysis/quotes.h"
#include "rules/report.h"
#include "rules/rule.h"

namespace dflint {
namespace {

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// $NAME or ${NAME} at `at`, where a '$' stands: where it ends, and the name. Empty: another form.
struct Use {
  size_t end = 0;
  std::string_view name;
};

Use use_at(std::string_view text, size_t at) {
  const bool braces = text.substr(at, 2) == "${";
  const size_t begin = at + (braces ? 2 : 1);
  size_t end = begin;
  while (end < text.size() && is_name(text[end])) ++end;
  if (braces && (end >= text.size() || text[end] != '}')) return {};
  return {end + (braces ? 1 : 0), text.substr(begin, end - begin)};
}

// hadolint: the words as written; what an ENV or ARG anywhere above has set is left alone.
class AsHadolint {
 public:
  void look_at(const Instruction& in, Report& report) {
    const Statement& statement = in.statement;
    if (statement.keyword != Keyword::env && statement.keyword != Keyword::arg) return;
    if (statement.keyword == Keyword::env && statement.pairs.size() > 1) find(in, report);
    for (const Pair& pair : statement.pairs) set_.insert(without_quotes(in.value(pair.key)));
  }

 private:
  void find(const Instruction& in, Report& report) {
    // The pairs that set each name: several only where a name is set twice.
    std::unordered_map<std::string_view, std::vector<const Pair*>> here;
    for (const Pair& pair : in.statement.pairs) {
      std::vector<const Pair*>& pairs = here[without_quotes(in.value(pair.key))];
      if (pairs.size() < 2) pairs.push_back(&pair);
    }
    for (const Pair& pair : in.statement.pairs) {
      const std::string_view value = in.value(pair.value);
      for (size_t at = value.find('$'); at != std::string_view::npos;
           at = value.find('$', at + 1)) {
        const Use use = use_at(value, at);
        const auto found = here.find(use.name);
        if (use.name.empty() || found == here.end() || set_.contains(use.name)) continue;
        if (found->second.size() == 1 && found->second[0] == &pair) continue;
        report.add(Place{&in, in.span_in(pair.value, static_cast<uint32_t>(at),
                                         static_cast<uint32_t>(use.end))},
                   fmt::format("`{}` is set by this very ENV", use.name));
      }
    }
  }

  std::unordered_set<std::string_view> set_;
};

// The pair whose value the place lies in, or nullptr.
const Pair* pair_around(const Instruction& in, uint32_t at) {
  const std::vector<Pair>& pairs = in.statement.pairs;
  auto pair = std::upper_bound(
      pairs.begin(), pairs.end(), at,
      [](uint32_t begin, const Pair& candidate) { return begin < candidate.key.span.begin; });
  return pair == pairs.begin() ? nullptr : &*--pair;
}

// The variable of that name that the instruction sets, or nullptr. Those of one instruction stand
// together.
const Variable* set_by(const Plan& plan, uint32_t instruction, std::string_view name) {
  auto at = std::lower_bound(plan.variables.begin(), plan.variables.end(), instruction,
                             [](const Variable& variable, uint32_t number) {
                               return variable.instruction == none || variable.instruction < number;
                             });
  for (size_t left = 200; at != plan.variables.end() && at->instruction == instruction && left > 0;
       ++at, --left) {
    if (at->name == name && at->kind == VariableKind::env) return &*at;
  }
  return nullptr;
}

// What is set nowhere before is an undefined variable; here the value is an old one.
void check(const Plan& plan, const Document& document, Report& report) {
  if (report.as_hadolint()) {
    AsHadolint seen;
    for (const InstructionPtr& in : document.instructions) seen.look_at(*in, report);
    return;
  }
  for (const Reference& reference : plan.references) {
    if (reference.variable == none || reference.stage == none || !reference.place.in) continue;
    const Instruction& in = *reference.place.in;
    if (in.statement.keyword != Keyword::env || in.statement.pairs.size() < 2) continue;
    const Variable& old = plan.variables[reference.variable];
    if (old.kind == VariableKind::predefined) continue;
    const Pair* around = pair_around(in, reference.place.span.begin);
    if (!around || in.value(around->key) == reference.name) continue;
    const Variable* fresh = set_by(plan, reference.instruction, reference.name);
    if (!fresh || fresh->value == old.value) continue;
    Finding& finding = report.add(
        reference.place, fmt::format("`{}` still has its old value here, not the one that this ENV "
                                     "sets",
                                     reference.name));
    if (fresh->key.in) finding.notes.push_back({fresh->key, "set here"});
    if (old.key.in) finding.notes.push_back({old.key, "the old value"});
  }
}

}  // namespace

Rule env_self_reference() {
  return {
      .name = "env-self-reference",
      .aliases = {"DL3044"},
      .category = Category::correctness,
      .severity = Severity::warning,
      .summary = "Set a variable in an ENV of its own before another value uses it",
      .why = R"(
All values of one ENV are worked out before any of its variables is set. A value that uses a variable
of the same instruction therefore gets the one from before: an old value, or nothing. Write two ENV
instructions. Where the variable was not set before at all, `undefined-variable` reports it.
)",
      .examples = {{
          {
              .bad = R"(
FROM debian:12
ENV ROOT=/opt/app
ENV ROOT=/srv/app \
    LOGS=[|${ROOT}|]/logs
)",
              .good = R"(
FROM debian:12
ENV ROOT=/opt/app
ENV ROOT=/srv/app
ENV LOGS=${ROOT}/logs
)",
          },
          {
              .bad = R"(
FROM debian:12
ARG VERSION=1
ENV VERSION=2 NAME=app-[|$VERSION|] PATH=/opt/app:$PATH
)",
              .good = R"(
FROM debian:12
ARG VERSION=1
ENV VERSION=2
ENV NAME=app-$VERSION PATH=/opt/app:$PATH
)",
          },
      }},
      .check = check,
  };
}

}  // namespace dflint
