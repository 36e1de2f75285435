// Tells in a few steps that a word is none of some known ones: most words are not.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace dflint {

class WordFilter {
 public:
  constexpr void add(std::string_view word) {
    if (!word.empty()) first_bytes_[slot(word)] |= bit(word);
  }
  // False: it was not added. True: a word as long that begins alike was.
  constexpr bool may_hold(std::string_view word) const {
    return !word.empty() && (first_bytes_[slot(word)] & bit(word)) != 0;
  }

 private:
  static constexpr size_t slots = 16;  // longer words share the last one
  static constexpr size_t slot(std::string_view word) {
    return word.size() < slots ? word.size() : slots - 1;
  }
  static constexpr uint32_t bit(std::string_view word) { return uint32_t{1} << (word[0] & 31); }

  std::array<uint32_t, slots> first_bytes_{};  // by length
};

// Of a list of words, or of those that `word` finds in the entries of a table.
template <typename List, typename Word = std::identity>
constexpr WordFilter filter_of(const List& list, Word word = {}) {
  WordFilter filter;
  for (const auto& entry : list) filter.add(std::invoke(word, entry));
  return filter;
}

}  // namespace dflint
