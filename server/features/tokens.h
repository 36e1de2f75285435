// What each byte of a Dockerfile is, for semantic highlighting: of the Dockerfile itself and of the
// shell in it.
//
// Tokens are a pure function of an instruction and its scripts, so those of an unchanged
// instruction are lent to the next value.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "rules/snapshot.h"

namespace dflint {

enum class TokenKind : uint8_t {
  none,
  comment,
  continuation,  // the escape character at the end of a line
  directive,     // syntax of # syntax=…
  directive_value,
  keyword,  // of the Dockerfile: instructions, AS, CMD of HEALTHCHECK
  flag,     // --name; the keys of --mount
  flag_value,
  label,         // the key of a LABEL
  variable,      // $NAME, ${NAME and its }, the name that ARG and ENV define
  default_text,  // what stands behind ${NAME:-
  modifier,      // - of ${NAME:-…}
  stage,         // the name of a stage
  image,         // without tag and digest
  tag,           // tag or digest
  number,
  string,
  string_escape,   // \" inside of one
  word,            // anything else that means something
  word_escape,     // \$ outside of quotes
  operator_,       // = and the like
  heredoc,         // the name of a here-document, where it begins and where it ends
  reserved,        // if, then, for … of a shell
  command,         // the name of a program
  option,          // -x, --long of a program
  shell_operator,  // && | ; ( ) > and the like
};
constexpr size_t token_kind_count = size_t(TokenKind::shell_operator) + 1;

// Bits of SemanticToken::modifiers.
constexpr uint8_t token_declaration = 1;  // ARG, ENV and NAME= define it here
constexpr uint8_t token_deprecated = 2;

// A stretch of one line. Offsets are bytes, all relative to the instruction. Lines end at "\n",
// "\r\n" and, other than for a builder, at "\r" alone: editors count so.
struct SemanticToken {
  uint32_t begin = 0;
  uint32_t length = 0;  // at least 1
  uint32_t line = 0;    // how many line endings stand before it in the instruction
  uint32_t column = 0;  // bytes from the start of that line
  TokenKind kind = TokenKind::none;
  uint8_t modifiers = 0;

  bool operator==(const SemanticToken&) const = default;
};

struct InstructionTokens {
  // What they were made from. Held so that no other instruction gets its address.
  InstructionPtr in;
  ScriptPtr script;
  std::vector<SemanticToken> tokens;  // in order; none overlaps another or holds a line ending
  uint32_t lines = 0;                 // line endings in the instruction
  bool ascii = true;                  // its text holds no other characters: bytes are columns
};
using InstructionTokensPtr = std::shared_ptr<const InstructionTokens>;

// Those of a whole document: one entry for each instruction, which all begin at the start of a
// line.
struct Tokens {
  std::vector<InstructionTokensPtr> list;
};

Tokens semantic_tokens(const Snapshot& snapshot);
// Equal to semantic_tokens(snapshot); what did not change since `old` is shared with it. `old` may
// be of any earlier document.
Tokens next(const Tokens& old, const Snapshot& snapshot);

// Those of one instruction; `step` is its Step in the plan.
InstructionTokensPtr tokens_of(const InstructionPtr& in, const Step& step);

// Numbers [begin, end) of `old` are replaced by numbers [begin, insert_end) of the new vector.
struct TokenDelta {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t insert_end = 0;

  bool empty() const { return begin == end && begin == insert_end; }
};

// What changed between two encoded vectors of `group` numbers a token: everything but the common
// beginning and end, whole tokens.
TokenDelta token_delta(std::span<const uint32_t> old, std::span<const uint32_t> now,
                       uint32_t group = 5);

}  // namespace dflint
