// An image reference as hadolint reads it: the word of FROM as it is written, variables and all.
#pragma once

#include <algorithm>
#include <string_view>

namespace dflint {

// Where ${…} ends that begins at `at`.
inline size_t end_of_braces(std::string_view word, size_t at) {
  return std::min(word.find('}', at), word.size());
}

struct WrittenImage {
  std::string_view name;  // without registry, tag and digest
  bool pinned = false;    // a tag or a digest follows
};

// A registry is what holds a dot before the first slash; a variable in braces is opaque.
inline WrittenImage read_written_image(std::string_view word) {
  const size_t slash = word.find('/');
  if (slash != std::string_view::npos && word.substr(0, slash).find('.') != std::string_view::npos)
    word.remove_prefix(slash + 1);
  for (size_t i = 0; i < word.size(); ++i) {
    if (word.substr(i, 2) == "${") {
      i = end_of_braces(word, i);
    } else if (word[i] == ':' || word[i] == '@') {
      return {word.substr(0, i), true};
    }
  }
  return {word, false};
}

}  // namespace dflint
