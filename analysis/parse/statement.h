// Reads a joined line into a Statement; one function a family of instructions.
#pragma once

#include "analysis/instruction.h"

namespace dflint {

// Reads bytes [begin, end) of in.line() into `statement`. Keeps whatever it does not understand
// and adds a Problem for it. `nested`: what follows ONBUILD.
void read_statement(Instruction& in, Statement& statement, uint32_t begin, uint32_t end,
                    bool nested);

// The families. Bytes [begin, end) of the line are the arguments, without keyword and flags.
void read_from(Instruction& in, Statement& statement, uint32_t begin, uint32_t end);
void read_command_line(Instruction& in, Statement& statement, uint32_t begin, uint32_t end);
void read_shell(Instruction& in, Statement& statement, uint32_t begin, uint32_t end);
void read_healthcheck(Instruction& in, Statement& statement, uint32_t begin, uint32_t end);
void read_copy(Instruction& in, Statement& statement, uint32_t begin, uint32_t end);
void read_volume(Instruction& in, Statement& statement, uint32_t begin, uint32_t end);
void read_expose(Instruction& in, Statement& statement, uint32_t begin, uint32_t end);
void read_pairs(Instruction& in, Statement& statement, uint32_t begin, uint32_t end);
void read_arg(Instruction& in, Statement& statement, uint32_t begin, uint32_t end);
void read_single(Instruction& in, Statement& statement, uint32_t begin, uint32_t end);
void read_onbuild(Instruction& in, Statement& statement, uint32_t begin, uint32_t end);

// ["a", "b"] into Statement::args. False, with nothing read, where bytes [begin, end) are no JSON
// array of strings; an array of something else is a Problem too.
bool read_exec_form(Instruction& in, Statement& statement, uint32_t begin, uint32_t end);

// "RUN needs …" at the keyword.
void missing_argument(Instruction& in, const Statement& statement, std::string_view what);

// Whether heredoc markers in the line mean anything to this statement.
bool can_contain_heredoc(const Statement& statement);

}  // namespace dflint
