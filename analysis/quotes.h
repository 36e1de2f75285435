// Quotes around a word, as who looks at the text alone takes them off.
#pragma once

#include <string_view>

namespace dflint {

// Without any ' and " at either end.
inline std::string_view without_quotes(std::string_view text) {
  constexpr std::string_view quotes = "'\"";
  while (!text.empty() && quotes.find(text.front()) != std::string_view::npos)
    text.remove_prefix(1);
  while (!text.empty() && quotes.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  return text;
}

}  // namespace dflint
