// Ends a fuzzing run with the reason and the text.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/support/properties.h"

namespace dflint {

// `wrong` is what a property said; the run goes on where it is empty.
inline void stop_if_wrong(const std::string& wrong, std::string_view text) {
  if (wrong.empty()) return;
  const std::string message = wrong + "\nof " + quoted(text) + "\n";
  std::fputs(message.c_str(), stderr);
  std::abort();
}

// The first bytes of an input decide on edits, the rest is the text.
constexpr size_t choice_bytes = 24;

}  // namespace dflint
