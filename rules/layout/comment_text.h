// Comments of a Dockerfile without their '#', for rules about what they say.
#pragma once

#include <algorithm>
#include <string_view>

#include "analysis/document.h"

namespace dflint {

// A comment from its '#' on: its text.
inline std::string_view comment_text(const Instruction& in, Span span) {
  std::string_view text = in.source(span);
  text.remove_prefix(std::min(text.find_first_not_of("# \t"), text.size()));
  text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
  return text;
}

}  // namespace dflint
