// How the builder splits the arguments of an instruction into words.
#pragma once

#include <string_view>
#include <vector>

#include "analysis/instruction.h"

namespace dflint {

// Bytes [begin, end) of the line as a Word.
Word word_at(const Instruction& in, uint32_t begin, uint32_t end);

// The blank characters that separate keyword and arguments: tab, vertical tab, form feed, carriage
// return and space; no others, unlike elsewhere.
bool is_separator(char c);

// FROM, EXPOSE, and ADD, COPY, VOLUME in shell form: at separators, without regard to quotes.
// Empty where bytes [begin, end) of the line are.
std::vector<Word> split_at_separators(const Instruction& in, uint32_t begin, uint32_t end);

// ENV, LABEL, ARG: at white space outside quotes; quotes and escapes stay in the words.
std::vector<Word> split_quoted(const Instruction& in, uint32_t begin, uint32_t end);

}  // namespace dflint
