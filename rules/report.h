// Where checks put what they find.
#pragma once

#include <string>

#include "analysis/instruction.h"
#include "analysis/shell/script.h"
#include "rules/context.h"
#include "rules/finding.h"

namespace dflint {

// Collects the findings of one run of one rule at a time.
class Report {
 public:
  explicit Report(Findings& into, const BuildContext* context = nullptr)
      : into_(into), context_(context) {}

  // The rule and instruction that the next findings belong to; set by lint().
  void begin(const Rule& rule, Severity severity, const Instruction* in) {
    rule_ = &rule, severity_ = severity, in_ = in;
  }

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

 private:
  Findings& into_;
  const BuildContext* context_;
  const Rule* rule_ = nullptr;
  Severity severity_ = Severity::warning;
  const Instruction* in_ = nullptr;
};

// A fix that replaces one place.
Fix replace(Place place, std::string text, std::string title, Safety safety = Safety::safe);

}  // namespace dflint
