// Texts with <|> where the cursor stands: how tests of the language server say where they ask.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dflint {

// A text without its mark, and the byte offset where the mark stood; the end without a mark.
struct AtCursor {
  std::string text;
  uint32_t offset = 0;
};

// A newline at the begin of `marked` is no part of the text.
inline AtCursor at_cursor(std::string_view marked) {
  constexpr std::string_view mark = "<|>";
  if (marked.starts_with('\n')) marked.remove_prefix(1);
  AtCursor at{std::string(marked), static_cast<uint32_t>(marked.size())};
  if (const size_t found = at.text.find(mark); found != std::string::npos) {
    at.offset = static_cast<uint32_t>(found);
    at.text.erase(found, mark.size());
  }
  return at;
}

}  // namespace dflint
