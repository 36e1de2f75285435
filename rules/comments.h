// Comments that silence findings: dflint's own, hadolint's, BuildKit's and ShellCheck's.
//
//   # dflint ignore=rule,rule why       above an instruction, or on a line inside it
//   # dflint ignore-file=rule           anywhere: the whole file
//   # hadolint ignore=DL3008,SC2086     above an instruction, blank lines between are fine
//   # hadolint stage ignore=DL3008      above FROM: its stage
//   # hadolint global ignore=DL3008     anywhere: the whole file
//   # shellcheck disable=SC2086         above an instruction, or on a line inside it
//   # check=skip=StageNameCasing        as BuildKit has it: at the top for the file, else above an
//                                       instruction from column 1; only the first of several
//                                       counts, and an empty comment undoes what stands before it
//
// A name is a rule, an alias, a category or `all`; these two leave errors alone. BuildKit's names
// must have their exact case, and some of its checks are silenced at the top only.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analysis/document.h"

namespace dflint {

// One name in one suppression comment.
struct Suppression {
  enum class Scope : uint8_t { instruction, stage, file } scope = Scope::instruction;
  enum class Dialect : uint8_t { dflint, hadolint, buildkit, shellcheck } dialect = Dialect::dflint;
  std::string_view name;     // a rule, an alias, a category, or "all"
  Place place;               // of the name
  Span comment;              // of the whole comment line, from its '#'
  uint32_t instruction = 0;  // the one that the comment stands above
  bool used = false;
};

// Every suppression of the document, in order of the text.
std::vector<Suppression> suppressions(const Document& document);
// False where no comment of the instruction can be one of these, even a mistyped one.
bool may_silence(const Instruction& instruction);
// Those of dflint, hadolint and ShellCheck in the comments above one instruction.
std::vector<Suppression> suppressions_above(const Document& document, size_t instruction);

// A comment that was meant to silence something, and that nobody reads.
struct DeadComment {
  Place place;                   // what is wrong with it
  std::string_view message;      // static text
  std::string_view replacement;  // what `place` was probably meant to be; empty: unknown
  Span cut;                      // what to take out so that it is read; empty: unknown
  bool misspelt = false;         // a word that is none, not a place where none is read
};
std::vector<DeadComment> dead_comments(const Document& document);

// Whether a `# check=experimental=` names the check of BuildKit, or `all`.
bool experimental_in_file(std::string_view check, const Document& document);
bool experimental_above(std::string_view check, const Instruction& instruction);

// "# syntax=x": what is a parser directive at the top of a file.
bool is_directive(std::string_view line);

}  // namespace dflint
