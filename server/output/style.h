// Colours of a terminal.
#pragma once

#include <string>
#include <string_view>

#include "rules/finding.h"

namespace dflint {

enum class Ink : uint8_t { plain, bold, red, yellow, blue, cyan, green };

// Of the word that names a severity.
Ink ink_of(Severity severity);

// Appends `text` as it is, in colour where `coloured` says so.
class Painter {
 public:
  Painter(std::string& out, bool coloured) : out_(out), coloured_(coloured) {}

  void begin(Ink ink);
  void end();
  void paint(Ink ink, std::string_view text) { begin(ink), out_ += text, end(); }

 private:
  std::string& out_;
  bool coloured_;
};

}  // namespace dflint
