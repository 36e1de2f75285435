// The user that a USER instruction names, where nothing but the file decides it.
#pragma once

#include <string_view>

#include "analysis/base_facts.h"
#include "analysis/document.h"
#include "analysis/plan.h"

namespace dflint {

// `user` is the number of an instruction, or none. Empty where a variable decides.
inline std::string_view named_user(const Plan& plan, const Document& document, uint32_t user) {
  if (user == none) return {};
  const Instruction& in = *document.instructions[user];
  if (in.statement.keyword != Keyword::user || in.statement.args.empty()) return {};
  if (in.value(in.statement.args[0]).find('$') != std::string_view::npos) return {};
  return plan.steps[user].value;
}

// The same, and it is not root.
inline std::string_view named_other_user(const Plan& plan, const Document& document,
                                         uint32_t user) {
  const std::string_view name = named_user(plan, document, user);
  return is_root(name) ? std::string_view() : name;
}

}  // namespace dflint
