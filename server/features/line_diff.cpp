// Compares two texts line by line.
//
// A new layout keeps nearly all lines in their order, so a look at the next few lines is enough to
// find where both texts meet again; where they do not, lines are replaced one by one.
#include "server/features/line_diff.h"

#include <algorithm>

namespace dflint {
namespace {

constexpr size_t window = 12;

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

std::string_view content(std::string_view line) {
  const size_t begin = line.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(" \t\r\n") - begin + 1);
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

class Comparison {
 public:
  Comparison(std::string_view before, std::string_view after)
      : text_(before), before_(lines_of(before)), after_(lines_of(after)) {}

  std::vector<Edit> run() {
    size_t a = 0, b = 0;
    while (a < before_.size() || b < after_.size()) {
      if (a < before_.size() && b < after_.size() && before_[a] == after_[b]) {
        at_ += static_cast<uint32_t>(before_[a].size());
        ++a, ++b;
        continue;
      }
      const auto [skip_a, skip_b] = meeting(a, b);
      replace(a, a + skip_a, b, b + skip_b);
      a += skip_a, b += skip_b;
    }
    return std::move(edits_);
  }

 private:
  // How many lines of each side stand before the next ones that say the same.
  std::pair<size_t, size_t> meeting(size_t a, size_t b) const {
    const size_t left_a = before_.size() - a, left_b = after_.size() - b;
    if (left_a == 0 || left_b == 0) return {left_a, left_b};
    for (size_t sum = 0; sum <= window; ++sum) {
      for (size_t i = 0; i <= std::min(sum, left_a - 1); ++i) {
        const size_t j = sum - i;
        if (j >= left_b) continue;
        const std::string_view words = content(before_[a + i]);
        if (words != content(after_[b + j])) continue;
        // The same line in another layout is an edit of its own.
        if (sum == 0) return {1, 1};
        if (!words.empty()) return {i, j};
      }
    }
    return {1, 1};
  }

  void replace(size_t a, size_t a_end, size_t b, size_t b_end) {
    uint32_t size = 0;
    for (size_t i = a; i < a_end; ++i) size += static_cast<uint32_t>(before_[i].size());
    std::string text;
    for (size_t i = b; i < b_end; ++i) text += after_[i];
    edit({at_, at_ + size}, text);
    at_ += size;
  }

  // Leaves out what both sides begin and end with.
  void edit(Range range, std::string_view text) {
    std::string_view old = text_.substr(range.begin, range.size());
    const auto [from, to] = std::mismatch(old.begin(), old.end(), text.begin(), text.end());
    size_t front = static_cast<size_t>(from - old.begin());
    while (front > 0 && !is_boundary(range.begin + front)) --front;
    range.begin += static_cast<uint32_t>(front);
    old.remove_prefix(front), text.remove_prefix(front);
    const auto [last, other] = std::mismatch(old.rbegin(), old.rend(), text.rbegin(), text.rend());
    size_t back = static_cast<size_t>(last - old.rbegin());
    while (back > 0 && !is_boundary(range.end - back)) --back;
    range.end -= static_cast<uint32_t>(back);
    text.remove_suffix(back);
    if (!range.empty() || !text.empty()) edits_.push_back({range, std::string(text)});
  }

  bool is_boundary(size_t at) const {
    if (at == 0 || at >= text_.size()) return true;
    return !continues(text_[at]) && !(text_[at - 1] == '\r' && text_[at] == '\n');
  }

  std::string_view text_;
  Lines before_, after_;
  uint32_t at_ = 0;  // where the line before_[a] begins
  std::vector<Edit> edits_;
};

}  // namespace

std::vector<Edit> line_edits(std::string_view before, std::string_view after) {
  return Comparison(before, after).run();
}

}  // namespace dflint
