// Looks a variable up as the builder would, at one point.
#include "server/features/variable_at.h"

#include <algorithm>
#include <deque>
#include <vector>

#include "analysis/expand.h"

namespace dflint {
namespace {

// The stage and those that it is built from, as one flag each.
std::vector<bool> chain_of(const Plan& plan, uint32_t stage) {
  std::vector<bool> chain(plan.stages.size());
  for (; stage != none && !chain[stage]; stage = plan.stages[stage].parent) chain[stage] = true;
  return chain;
}

VariableAt seen(const Plan& plan, const Variable& variable) {
  VariableAt at{variable.kind,  std::string(variable.value), variable.has_value, variable.exact,
                variable.stage, variable.instruction};
  if (variable.global != none) at.global = plan.variables[variable.global].instruction;
  return at;
}

// `ENV NAME` without a value, which the builder does not take.
bool is_refused(const Document& document, const Variable& variable) {
  if (variable.kind != VariableKind::env || !variable.value.empty()) return false;
  const Statement& statement = document.instructions[variable.instruction]->effective();
  if (statement.pairs.empty()) return false;  // set by a trigger of the base
  return std::none_of(statement.pairs.begin(), statement.pairs.end(),
                      [](const Pair& pair) { return pair.has_value; });
}

// Definitions of one chain stand in the order in which they take effect.
std::optional<VariableAt> in_plan(const Snapshot& snapshot, uint32_t stage, uint32_t end,
                                  std::string_view name) {
  const Plan& plan = snapshot.plan;
  const std::vector<bool> chain = chain_of(plan, stage);
  const Variable* found = nullptr;
  for (const Variable& variable : plan.variables) {
    if (variable.name.size() != name.size() || variable.name != name) continue;
    if (variable.stage == none) {
      const bool path = variable.kind == VariableKind::predefined && name == "PATH";
      if (path ? stage == none || plan.stages[stage].windows_platform : stage != none) continue;
    } else if (stage == none || !chain[variable.stage]) {
      continue;
    }
    if (variable.stage == stage && variable.instruction != none && variable.instruction >= end) {
      continue;
    }
    if (variable.has_value || !found || !found->has_value) found = &variable;
  }
  if (!found || is_refused(snapshot.document, *found)) return std::nullopt;
  return seen(plan, *found);
}

// The lines above the first FROM, as if they were a stage. Reads backwards, and only what the value
// hangs on.
class Preamble {
 public:
  explicit Preamble(const Document& document) : document_(document) {}

  // As the instruction number `end` sees it.
  std::optional<VariableAt> find(uint32_t end, std::string_view name) {
    if (budget_ == 0) return std::nullopt;
    --budget_;
    for (uint32_t i = end; i-- > 0;) {
      const Instruction& in = *document_.instructions[i];
      const Keyword keyword = in.statement.keyword;
      if (keyword != Keyword::env && keyword != Keyword::arg) continue;
      for (size_t p = in.statement.pairs.size(); p-- > 0;) {
        const Pair& pair = in.statement.pairs[p];
        if (pair.has_value && in.value(pair.key) == name) return define(in, pair, i);
      }
    }
    return std::nullopt;
  }

 private:
  struct Scope {
    Preamble* preamble;
    uint32_t end;
  };

  VariableAt define(const Instruction& in, const Pair& pair, uint32_t index) {
    VariableAt at;
    const bool env = in.statement.keyword == Keyword::env;
    at.kind = env ? VariableKind::env : VariableKind::global_arg;
    at.has_value = true;
    at.exact = env;
    at.instruction = index;
    const Scope scope{this, index};
    at.value = expand(in.value(pair.value), {.escape = in.dialect.escape, .longest = 4096},
                      {&scope, look_up})
                   .text;
    return at;
  }

  static std::optional<std::string_view> look_up(const void* scope, std::string_view name) {
    const auto& [preamble, end] = *static_cast<const Scope*>(scope);
    auto found = preamble->find(end, name);
    if (!found) return std::nullopt;
    return preamble->storage_.emplace_back(std::move(found->value));
  }

  const Document& document_;
  std::deque<std::string> storage_;
  int budget_ = 50;  // variables to look up; also bounds the depth
};

}  // namespace

std::optional<VariableAt> variable_at(const Snapshot& snapshot, uint32_t index,
                                      std::string_view name, bool inclusive) {
  const Plan& plan = snapshot.plan;
  if (name.empty() || index >= plan.steps.size()) return std::nullopt;
  const Keyword keyword = snapshot.document.instructions[index]->statement.keyword;
  const uint32_t end = index + (inclusive ? 1 : 0);
  if (keyword == Keyword::from) return in_plan(snapshot, none, end, name);
  const uint32_t stage = plan.steps[index].stage;
  if (stage != none) return in_plan(snapshot, stage, end, name);
  if (auto found = Preamble(snapshot.document).find(end, name)) return found;
  auto found = in_plan(snapshot, none, end, name);
  // Only what stands there itself is said of an ARG without value: nothing here could use it.
  if (found && !found->has_value && found->instruction != index) return std::nullopt;
  return found;
}

}  // namespace dflint
