// Where an instruction speaks of variables: the names that ARG and ENV set, and those behind '$'.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rules/snapshot.h"

namespace dflint {

struct VariableMention {
  std::string_view name;    // through continuations it is joined; lives as long as the instruction
  Span span;                // of the name, in the source of the instruction
  bool definition = false;  // the key of an ARG or ENV
  bool arg = false;         // … of an ARG
  bool has_value = false;   // … that gives a value itself
  bool in_from = false;     // an argument of FROM, which sees global ARGs only
};

// All of instruction number `instruction`, in order of the text; of the name `only` where that is
// not empty. Reads what the builder would refuse too. In scripts: not where the script itself has
// set the variable before, not in comments; but in single quotes, for what stands there is mostly
// read by another shell or at run time. In here-documents that expand, or that a shell reads.
std::vector<VariableMention> variable_mentions(const Snapshot& snapshot, uint32_t instruction,
                                               std::string_view only = {});

// Of the variables that the script of an instruction sets itself: where it sets them, as
// definitions, and where it uses them behind the first of these.
std::vector<VariableMention> script_variables(const Snapshot& snapshot, uint32_t instruction,
                                              std::string_view only = {});

// From where on, in the source of the instruction, its script has set `name` itself; none where it
// never does.
uint32_t set_by_script(const Snapshot& snapshot, uint32_t instruction, std::string_view name);

// A letter or '_', then letters, digits and '_': what `$NAME` can mean.
bool can_name_variable(std::string_view name);

}  // namespace dflint
