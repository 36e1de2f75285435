// What an editor may offer to do with a place of the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/finding.h"
#include "rules/snapshot.h"

namespace dflint {

enum class ActionKind : uint8_t { quick_fix, rewrite, extract, inline_use, fix_all };
// As the protocol calls it: "quickfix", "refactor.rewrite", …
std::string_view to_string(ActionKind kind);

struct Action {
  std::string title;  // an imperative sentence: "Merge with the next RUN"
  ActionKind kind = ActionKind::quick_fix;
  std::vector<Edit> edits = {};  // of the file, in order, none overlapping; empty where disabled
  bool preferred = false;        // the one that a person would choose without looking
  std::string disabled = {};     // why it cannot be done here, lower case; empty: it can
  const Finding* finding = nullptr;  // which it is about; nullptr: none
};
using Actions = std::vector<Action>;

// A place of a document that actions are wanted for.
struct Spot {
  const Snapshot& snapshot;
  Range range;       // inside the text
  size_t first = 0;  // numbers of the instructions that it touches; [first, last]
  size_t last = 0;

  const Document& document() const { return snapshot.document; }
  const Plan& plan() const { return snapshot.plan; }
  const Instruction& in(size_t index) const { return *document().instructions[index]; }
  const Step& step(size_t index) const { return plan().steps[index]; }
  // Bytes of an instruction, in the file.
  Range file_range(size_t index, Span span) const { return document().range(index, span); }
  Edit edit(size_t index, Span span, std::string text) const {
    return {file_range(index, span), std::move(text)};
  }
  // Whether the range touches these bytes of an instruction, its ends included.
  bool touches(size_t index, Span span) const;
};

// A range that reaches beyond the text is cut.
Spot spot_of(const Snapshot& snapshot, Range range);

// How lines of the instruction end: "\n" or "\r\n".
std::string_view line_end_of(const Instruction& in);
// Where the line that holds `at` begins and ends, in the source; the end is before the line ending.
uint32_t line_begin(const Instruction& in, uint32_t at);
uint32_t line_close(const Instruction& in, uint32_t at);
// The white space that the line of `at` begins with.
std::string_view indentation_at(const Instruction& in, uint32_t at);
// Upper or lower case: like the instruction's own keyword.
std::string keyword_like(const Instruction& in, std::string_view keyword);

// The text after the edits, which must be in order.
std::string applied(std::string_view text, const std::vector<Edit>& edits);

}  // namespace dflint
