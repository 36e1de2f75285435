// A script as ShellCheck is to read it, and where its answers point to.
//
// It reads what the shell reads: one line without continuations and without the comments between
// them (a comment that a continuation runs into swallows the rest for both), then the bodies of
// here-documents. Above it stand the shell and the variables that the builder sets, so that the
// text says all that matters, and equal texts have equal answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "analysis/shell/script.h"

namespace dflint {

struct ShellcheckText {
  const Script* script = nullptr;
  std::string text;
  uint32_t header = 0;        // how many bytes of it were put above the script
  std::vector<Piece> pieces;  // where the bytes behind the header stand in the source

  // Where bytes [begin, end) of `text` stand in the instruction's source: at least one character
  // wide where there is one. The whole script where they stand nowhere.
  Span source(uint32_t begin, uint32_t end) const;
  // Whether bytes [begin, end) may be replaced: they stand in the source as they are.
  bool replaceable(uint32_t begin, uint32_t end) const;
};

// What matters to a script and does not stand in it.
struct ShellcheckAround {
  // Names that the builder sets; those that the script does not mention change nothing.
  std::vector<const std::unordered_set<std::string_view>*> declared;
  bool stops_on_error = false;  // the shell was started with -e
  std::string_view shell = {};  // who reads it, by somebody who knows better; empty: nobody does
};

// Nothing for a script that ShellCheck cannot read: of another shell, or longer than 128 KiB.
std::optional<ShellcheckText> shellcheck_text(const Script& script, const ShellcheckAround& around);

// Finds the places that ShellCheck speaks of in a text.
class ShellcheckPlaces {
 public:
  explicit ShellcheckPlaces(std::string_view text) : text_(text) {}

  // Line and column count from 1, the column in code points, where a tab is one and so is a byte
  // of a broken character. What lies behind the end of its line is at the end. Fast where each
  // question is about a place behind the one before.
  uint32_t offset(uint32_t line, uint32_t column);

 private:
  std::string_view text_;
  uint32_t line_ = 1, column_ = 1, at_ = 0;
};

}  // namespace dflint
