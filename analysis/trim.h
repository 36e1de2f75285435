// A text without the white space around it.
#pragma once

#include <string_view>

#include "analysis/unicode.h"

namespace dflint {

inline std::string_view trimmed(std::string_view text) {
  text.remove_prefix(leading_space(text));
  text.remove_suffix(trailing_space(text));
  return text;
}

}  // namespace dflint
