// Which places of one name mean the same variable.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rules/snapshot.h"
#include "server/features/variable_mentions.h"

namespace dflint {

// The scopes in which one name is defined, and what belongs together: a stage that defines it with
// all that are built from it; and, with the ARG before the first FROM, each of these that asks for
// it by `ARG NAME`.
class VariableScopes {
 public:
  struct Definition {
    uint32_t instruction = 0;
    VariableMention mention;
  };

  VariableScopes(const Snapshot& snapshot, std::string_view name);

  // The same number for places that mean the same variable.
  int64_t scope_of(uint32_t instruction, bool in_from) const;
  // Whether the name has a definition that is seen there; if not, nothing else belongs to places
  // of other stages.
  bool is_defined(uint32_t instruction, bool in_from) const;
  // Whether an ARG before the first FROM defines it.
  bool has_global_arg() const { return global_arg_; }
  const std::vector<Definition>& definitions() const { return definitions_; }

 private:
  void before_first_from(std::string_view name);
  void in_stages(std::string_view name);
  void join(std::vector<bool> asks);

  const Snapshot& snapshot_;
  std::vector<Definition> definitions_;  // in order of the text
  std::vector<uint32_t> roots_;          // of each stage: where its variable begins, or none
  std::vector<bool> global_;             // by root
  bool global_arg_ = false;
};

}  // namespace dflint
