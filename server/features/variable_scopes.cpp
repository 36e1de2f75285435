// Which places of one name mean the same variable.
#include "server/features/variable_scopes.h"

#include <algorithm>

namespace dflint {
namespace {

constexpr int64_t global_scope = -1;
constexpr int64_t from_scope = -2;  // of FROM, where no ARG stands before the first one
// Behind the stages with a definition: those without.
constexpr int64_t undefined_scope = int64_t{1} << 32;

}  // namespace

VariableScopes::VariableScopes(const Snapshot& snapshot, std::string_view name)
    : snapshot_(snapshot) {
  before_first_from(name);
  in_stages(name);
}

void VariableScopes::before_first_from(std::string_view name) {
  const Plan& plan = snapshot_.plan;
  const size_t end =
      plan.stages.empty() ? snapshot_.document.instructions.size() : plan.stages[0].first;
  for (uint32_t i = 0; i < end; ++i) {
    const Statement& statement = snapshot_.document.instructions[i]->effective();
    if (statement.keyword != Keyword::arg && statement.keyword != Keyword::env) continue;
    for (const VariableMention& mention : variable_mentions(snapshot_, i, name)) {
      if (!mention.definition) continue;
      global_arg_ |= mention.arg;
      definitions_.push_back({i, mention});
    }
  }
}

void VariableScopes::in_stages(std::string_view name) {
  const Plan& plan = snapshot_.plan;
  roots_.assign(plan.stages.size(), none);
  global_.assign(plan.stages.size(), false);
  std::vector<bool> asks(plan.stages.size());
  for (const Variable& variable : plan.variables) {
    if (variable.name != name || variable.stage == none || !variable.key.in) continue;
    const Instruction& in = *variable.key.in;
    const Keyword keyword = in.statement.keyword;
    if (keyword != Keyword::arg && keyword != Keyword::env) continue;  // of a trigger
    roots_[variable.stage] = variable.stage;
    VariableMention mention{.name = variable.name,
                            .span = variable.key.span,
                            .definition = true,
                            .arg = keyword == Keyword::arg,
                            .has_value = true};
    if (mention.arg) {
      for (const Pair& pair : in.statement.pairs) {
        if (pair.key.span == mention.span) mention.has_value = pair.has_value;
      }
      if (!mention.has_value) asks[variable.stage] = true;
    }
    definitions_.push_back({variable.instruction, mention});
  }
  join(std::move(asks));
}

// A stage stands behind the one it is built from.
void VariableScopes::join(std::vector<bool> asks) {
  const Plan& plan = snapshot_.plan;
  for (const Stage& stage : plan.stages) {
    if (stage.parent != none && stage.parent < stage.index && roots_[stage.parent] != none)
      roots_[stage.index] = roots_[stage.parent];
    if (global_arg_ && asks[stage.index]) global_[roots_[stage.index]] = true;
  }
}

int64_t VariableScopes::scope_of(uint32_t instruction, bool in_from) const {
  if (in_from) return global_arg_ ? global_scope : from_scope;
  const Stage* stage = snapshot_.plan.stage_of(instruction);
  if (!stage) return global_scope;
  const uint32_t root = roots_[stage->index];
  if (root == none) return undefined_scope + stage->index;
  return global_[root] ? global_scope : root;
}

bool VariableScopes::is_defined(uint32_t instruction, bool in_from) const {
  if (in_from) return global_arg_;
  const Stage* stage = snapshot_.plan.stage_of(instruction);
  if (stage) return roots_[stage->index] != none;
  return !definitions_.empty() && !snapshot_.plan.stage_of(definitions_.front().instruction);
}

}  // namespace dflint
