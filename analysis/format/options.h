// What may be chosen about the layout of a Dockerfile.
#pragma once

#include <cstdint>

#include "analysis/casing.h"

namespace dflint {

struct FormatOptions {
  uint32_t width = 0;               // longer lines are broken between flags and pairs; 0: none are
  uint32_t indent = 4;              // blanks before a continued line
  bool tabs = false;                // a tab instead
  bool indent_scripts = false;      // moves lines of shell scripts: the builder runs them again
  Casing keywords = Casing::upper;  // mixed: as they are
};

}  // namespace dflint
