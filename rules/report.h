// Where checks put what they find.
#pragma once

#include <string>
#include <vector>

#include "analysis/instruction.h"
#include "analysis/shell/script.h"
#include "rules/context.h"
#include "rules/finding.h"
#include "rules/rule_set.h"

namespace dflint {

// Collects the findings of one run of one rule at a time.
class Report {
 public:
  explicit Report(Findings& into, const BuildContext* context = nullptr)
      : into_(into), context_(context) {}

  // The rule and instruction that the next findings belong to; set by lint(). The rule is not
  // copied.
  void begin(const ActiveRule& active, const Instruction* in) { active_ = &active, in_ = in; }

  // The finding may be completed (notes, fixes) until the next call of add.
  Finding& add(Place place, std::string message);
  // At the instruction under check; only for checks of an Instruction or a Command.
  Finding& add(Span span, std::string message) { return add(Place{in_, span}, std::move(message)); }
  Finding& add(const Word& word, std::string message) { return add(word.span, std::move(message)); }
  Finding& add(const ShellWord& word, std::string message) {
    return add(word.span, std::move(message));
  }

  // nullptr where nothing is known. Only for checks of a Stage or the Plan: what the others found
  // is kept even if the context changes.
  const BuildContext* context() const { return context_; }

  // The rule shall report what hadolint does where its own meaning is another one.
  bool as_hadolint() const { return active_->as_hadolint; }

  // The value of an option of the rule, which must be of that kind.
  bool flag(std::string_view name) const { return std::get<bool>(option(name)); }
  int64_t number(std::string_view name) const { return std::get<int64_t>(option(name)); }
  const std::string& text(std::string_view name) const {
    return std::get<std::string>(option(name));
  }
  const std::vector<std::string>& list(std::string_view name) const {
    return std::get<std::vector<std::string>>(option(name));
  }
  const OptionMap& map(std::string_view name) const { return std::get<OptionMap>(option(name)); }

 private:
  const OptionValue& option(std::string_view name) const;

  Findings& into_;
  const BuildContext* context_;
  const ActiveRule* active_ = nullptr;
  const Instruction* in_ = nullptr;
};

// A fix that replaces one place.
Fix replace(Place place, std::string text, std::string title, Safety safety = Safety::safe);

}  // namespace dflint
