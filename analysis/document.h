// A Dockerfile: its text and the instructions that tile it.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/instruction.h"
#include "analysis/text.h"

namespace dflint {

struct Document {
  Text text;
  std::vector<InstructionPtr> instructions;  // at least one: an empty file has an empty tile
  std::vector<uint32_t> starts;              // starts[i] is where instructions[i] begins
  std::vector<uint32_t> read_to;             // … and where the parser had to look to find its end

  // The span of instruction number `index` in the file.
  Range range(size_t index, Span span) const {
    return {starts[index] + span.begin, starts[index] + span.end};
  }
};

// Never fails: what cannot be understood is kept, with a Problem.
Document parse(Text text);

// Equal to parse(old.text.with(edit)), and shares each instruction that the edit cannot have
// changed with `old`. Precondition: edit.range lies inside old.text.
Document parse(const Document& old, const Edit& edit);

// Finds where instructions stand, for many questions about one document.
class Locator {
 public:
  explicit Locator(const Document& document) : document_(document) {}

  // The index of an instruction of the document; nothing for another one.
  std::optional<size_t> index_of(const Instruction* instruction);
  // An empty range at 0 for an instruction of another document.
  Range range(Place place);

 private:
  static constexpr size_t few = 16;  // instructions that are tried before the index is asked

  const Document& document_;
  size_t last_ = 0;  // of the last answer
  // In order of addresses; filled at the first question that needs it.
  std::vector<std::pair<const Instruction*, size_t>> index_;
};

}  // namespace dflint
