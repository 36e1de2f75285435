// Did you mean: the nearest known word.
#include "analysis/suggest.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "analysis/unicode.h"

namespace dflint {
namespace {

constexpr size_t longest = 64;

// Edit distance with swaps of neighbours counted as one (RNU -> RUN); both at most `longest` long.
uint32_t distance(std::string_view a, std::string_view b) {
  std::array<uint8_t, longest + 1> before{}, previous{}, row{};
  for (size_t j = 0; j <= b.size(); ++j) previous[j] = static_cast<uint8_t>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<uint8_t>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool same = to_lower(a[i - 1]) == to_lower(b[j - 1]);
      row[j] =
          std::min({static_cast<uint8_t>(previous[j] + 1), static_cast<uint8_t>(row[j - 1] + 1),
                    static_cast<uint8_t>(previous[j - 1] + (same ? 0 : 1))});
      const bool swapped = i > 1 && j > 1 && to_lower(a[i - 1]) == to_lower(b[j - 2]) &&
                           to_lower(a[i - 2]) == to_lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], static_cast<uint8_t>(before[j - 2] + 1));
    }
    before = previous;
    previous = row;
  }
  return previous[b.size()];
}

// The only word that begins so, if enough of it is there to tell.
std::string_view begun_word(std::string_view text, std::span<const std::string_view> words) {
  std::string_view found;
  for (std::string_view word : words) {
    if (text.size() < 3 || word.size() <= text.size() ||
        !equal_ignoring_case(word.substr(0, text.size()), text)) {
      continue;
    }
    if (!found.empty()) return {};
    found = word;
  }
  return found;
}

}  // namespace

Guess guess(std::string_view text, std::span<const std::string_view> words) {
  Guess best;
  if (text.empty() || text.size() > longest) return best;
  uint32_t least = text.size() <= 3 ? 2 : 3;
  for (std::string_view word : words) {
    const size_t apart =
        word.size() > text.size() ? word.size() - text.size() : text.size() - word.size();
    if (word.size() > longest || apart > least) continue;
    const uint32_t d = distance(text, word);
    if (d == least && d == 1) best.certain = false;
    if (d >= least) continue;
    least = d;
    best = {word, d == 1};
  }
  const std::string_view begun = begun_word(text, words);
  return begun.empty() || begun == best.word ? best : Guess{begun, false};
}

std::string_view nearest(std::string_view text, std::span<const std::string_view> words) {
  return guess(text, words).word;
}

}  // namespace dflint
