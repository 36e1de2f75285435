// Reads what a refactoring is about to write.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/features/action.h"

namespace dflint {

// Some instructions, read as they would be in the place of instruction `index`: with its escape
// character and below the same SHELL. Not movable: the plan holds views into the document.
class Reading {
 public:
  Reading(const Spot& spot, size_t index, std::string_view text);
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  // Whether the builder and the shells take all of it, as that many instructions.
  bool is_sound(size_t instructions) const;
  size_t size() const { return document_.instructions.size() - first_; }
  const Instruction& in(size_t number) const { return *document_.instructions[first_ + number]; }
  const Script* script(size_t number) const { return plan_.steps[first_ + number].script.get(); }
  // Of all scripts, one after the other (see command_texts).
  std::vector<std::string> commands() const;

 private:
  Document document_;
  Plan plan_;
  size_t first_ = 0;  // what stands before it is not of the text
};

}  // namespace dflint
