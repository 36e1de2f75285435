// How an instruction, a flag or a directive is written, and which part of it is being typed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/snapshot.h"

namespace dflint {

struct SignatureParameter {
  uint32_t begin = 0, end = 0;  // bytes of the label, which is ASCII
  std::string documentation;    // may be empty
};

struct Signature {
  std::string label;
  std::string documentation;
  std::vector<SignatureParameter> parameters;
  // Which parameter is being typed; nothing where none is, or it has no such one.
  std::optional<uint32_t> active_parameter;
};

struct SignatureHelp {
  std::vector<Signature> signatures;  // the ways that fit what is typed, best first; may be empty
  std::optional<uint32_t> active_parameter;  // of the first one
};

// Characters behind which help may open by itself, and be asked for anew.
inline constexpr std::string_view signature_triggers = " -[,=";

// Offsets past the end mean the end.
SignatureHelp signature_help(const Snapshot& snapshot, uint32_t offset);

}  // namespace dflint
