// What of an instruction must stay together, and where blanks and line ends mean nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/instruction.h"

namespace dflint {

// Bytes [begin, end) of the line. Between two tokens stands nothing but white space, of which the
// builder only sees whether there is any.
struct Token {
  enum class Kind : uint8_t {
    word,     // taken as it is
    keyword,  // upper and lower case are the same
    script,   // for a shell: only it knows which blanks matter
    open,     // [ of an exec form
    comma,
    close,
  } kind = Kind::word;
  uint32_t begin = 0, end = 0;
  bool may_break = false;  // a long line may be broken before it
};

// In order; nothing where the instruction is too broken to say.
std::optional<std::vector<Token>> tokens_of(const Instruction& in);

}  // namespace dflint
