// The escape sequences of the colours.
#include "server/output/style.h"

namespace dflint {

Ink ink_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return Ink::red;
    case Severity::warning:
      return Ink::yellow;
    case Severity::info:
      return Ink::blue;
    case Severity::style:
      break;
  }
  return Ink::cyan;
}

void Painter::begin(Ink ink) {
  if (!coloured_) return;
  switch (ink) {
    case Ink::plain:
      break;
    case Ink::bold:
      out_ += "\x1b[1m";
      break;
    case Ink::red:
      out_ += "\x1b[1;31m";
      break;
    case Ink::yellow:
      out_ += "\x1b[1;33m";
      break;
    case Ink::blue:
      out_ += "\x1b[1;34m";
      break;
    case Ink::cyan:
      out_ += "\x1b[1;36m";
      break;
    case Ink::green:
      out_ += "\x1b[1;32m";
      break;
  }
}

void Painter::end() {
  if (coloured_) out_ += "\x1b[0m";
}

}  // namespace dflint
