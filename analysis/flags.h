// The flags between keyword and arguments: --mount=… --from=… and their key=value lists.
#pragma once

#include "analysis/instruction.h"

namespace dflint {

// Reads the flags that bytes [begin, end) of the line start with into `statement`. Returns where
// the arguments begin. As the builder does, byte by byte: quotes go, the escape character keeps
// the next byte, and a byte beyond ASCII becomes the code point of that number (UTF-8 is mangled).
uint32_t read_flags(Instruction& in, Statement& statement, uint32_t begin, uint32_t end);

// Problems of flags that `keyword` does not know, repeats, or gives no or a wrong value; fills
// Statement::mounts.
void check_flags(Instruction& in, Statement& statement);

}  // namespace dflint
