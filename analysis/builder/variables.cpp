// Variables and their values: global ARGs, ARG, ENV, and what a stage inherits from its bases.
#include <fmt/core.h>

#include "analysis/builder/planner.h"

namespace dflint {

std::optional<std::string_view> look_up(const void* planner, std::string_view name) {
  const auto& self = *static_cast<const Planner*>(planner);
  const uint32_t found = self.find(name);
  if (found == none) return std::nullopt;
  return self.plan_.variables[found].value;
}

uint32_t Planner::define(Variable variable) {
  const uint32_t number = static_cast<uint32_t>(plan_.variables.size());
  const auto [entry, fresh] = newest_.try_emplace(variable.name, number);
  // Nothing looks behind a definition of the same scope: a value hides the one before it, and a
  // name without value hides one without. So long chains of one name stay short.
  uint32_t before = fresh ? none : entry->second;
  while (before != none && plan_.variables[before].stage == variable.stage &&
         (variable.has_value || !plan_.variables[before].has_value)) {
    before = previous_[before];
  }
  previous_.push_back(before);
  entry->second = number;
  plan_.variables.push_back(variable);
  return number;
}

bool Planner::sees(const Variable& variable) const {
  if (variable.stage == none) {
    // FROM and global ARGs see global ARGs and platform variables, stages see PATH.
    const bool path = variable.kind == VariableKind::predefined && variable.name == "PATH";
    return path ? stage_ != none && !plan_.stages[stage_].windows_platform : stage_ == none;
  }
  return stage_ != none && enter_[variable.stage] <= enter_[stage_] &&
         leave_[stage_] <= leave_[variable.stage];
}

uint32_t Planner::find(std::string_view name) const {
  const auto entry = newest_.find(name);
  if (entry == newest_.end()) return none;
  uint32_t v = entry->second;
  while (v != none && !(plan_.variables[v].has_value && sees(plan_.variables[v]))) v = previous_[v];
  return v;
}

bool Planner::is_declared(std::string_view name) const {
  // Build arguments of the builder itself, which never become environment.
  if (name == "BUILDKIT_SBOM_SCAN_CONTEXT" || name == "BUILDKIT_SBOM_SCAN_STAGE") return true;
  const auto entry = newest_.find(name);
  if (entry == newest_.end()) return false;
  uint32_t v = entry->second;
  while (v != none && !sees(plan_.variables[v])) v = previous_[v];
  return v != none;
}

std::string_view Planner::keep(std::string text) {
  return plan_.storage->emplace_back(std::move(text));
}

Place Planner::place_of(Span span) const {
  if (!trigger_) return {in_, span};
  const Statement& from = trigger_->statement;
  return {trigger_, from.args.empty() ? from.word.span : from.args[0].span};
}

Expanded Planner::expand_word(const Word& word) {
  const std::string_view text = in_->value(word);
  if (!needs_expansion(text, in_->dialect.escape)) return {text};
  return expand_text(text, {.escape = in_->dialect.escape}, &word, 0);
}

ExpandedText Planner::expand_within_budget(std::string_view text, LexOptions options) {
  options.longest = std::min(options.longest, budget_);
  ExpandedText expansion = expand(text, options, {this, look_up});
  budget_ -= std::min(budget_, expansion.text.size());
  return expansion;
}

// Where in the source the text's bytes stand: in `word`, or from source offset `source` on.
Expanded Planner::expand_text(std::string_view text, const LexOptions& options, const Word* word,
                              uint32_t source) {
  const auto span = [&](uint32_t begin, uint32_t end) {
    return word ? in_->span_in(*word, begin, end) : Span{source + begin, source + end};
  };
  ExpandedText expansion = expand_within_budget(text, options);
  ++word_;
  Expanded result;
  result.exact = !expansion.gave_up;
  for (const VariableUse& use : expansion.uses) {
    const std::string_view name = text.substr(use.name_begin, use.name_end - use.name_begin);
    Reference reference;
    reference.name = name;
    reference.place = place_of(span(use.begin, use.end));
    reference.name_span = trigger_ ? reference.place.span : span(use.name_begin, use.name_end);
    reference.instruction = index_;
    reference.stage = stage_;
    reference.variable = find(name);
    reference.declared = reference.variable != none || is_declared(name);
    reference.word = word_;
    reference.modifier = use.modifier;
    reference.colon = use.colon;
    const Variable* variable =
        reference.variable == none ? nullptr : &plan_.variables[reference.variable];
    if (variable ? !variable->exact : reference.declared) {
      result.exact = false;
      result.unfilled |= !variable || variable->value.empty();
    }
    plan_.references.push_back(reference);
  }
  if (!expansion.error.empty()) {
    result.failed = true;
    problem(BuildProblemKind::expansion, span(expansion.error_begin, expansion.error_end),
            expansion.error, expansion.missing_value ? result : Expanded{});
  }
  result.text = keep(std::move(expansion.text));
  return result;
}

}  // namespace dflint
