// Compares two files line by line: lines that are unique in both anchor the rest.
#include "server/output/diff.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <unordered_map>
#include <vector>

#include "server/output/utf8.h"

namespace dflint {
namespace {

constexpr size_t context = 3;
constexpr int64_t most_edits = 256;  // of one stretch between anchors; more: replaced as a whole

using Lines = std::vector<std::string_view>;

// With their line endings.
Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const size_t newline = text.find('\n');
    const size_t size = newline == std::string_view::npos ? text.size() : newline + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

// Marks the lines of `before` that are gone and those of `after` that are new; the others
// correspond, in order.
class Comparison {
 public:
  Comparison(const Lines& before, const Lines& after)
      : gone(before.size(), false), added(after.size(), false) {
    std::unordered_map<std::string_view, uint32_t> numbers;
    const auto number = [&](std::string_view line) {
      return numbers.emplace(line, static_cast<uint32_t>(numbers.size())).first->second;
    };
    std::ranges::transform(before, std::back_inserter(before_), number);
    std::ranges::transform(after, std::back_inserter(after_), number);
    Stretch all{0, before_.size(), 0, after_.size()};
    trim(all);
    at_anchors(all, numbers.size());
  }

  std::vector<bool> gone, added;

 private:
  // Lines [a, a_end) of `before` against lines [b, b_end) of `after`.
  struct Stretch {
    size_t a, a_end, b, b_end;
  };

  void trim(Stretch& s) const {
    while (s.a < s.a_end && s.b < s.b_end && before_[s.a] == after_[s.b]) ++s.a, ++s.b;
    while (s.a < s.a_end && s.b < s.b_end && before_[s.a_end - 1] == after_[s.b_end - 1])
      --s.a_end, --s.b_end;
  }

  // Cuts the stretch at lines that stand once in both, as many as keep their order.
  void at_anchors(const Stretch& all, size_t numbers) {
    constexpr uint32_t never = UINT32_MAX, often = UINT32_MAX - 1;
    const auto places = [&](const std::vector<uint32_t>& lines, size_t begin, size_t end) {
      std::vector<uint32_t> at(numbers, never);
      for (size_t i = begin; i < end; ++i)
        at[lines[i]] = at[lines[i]] == never ? static_cast<uint32_t>(i) : often;
      return at;
    };
    const std::vector<uint32_t> in_before = places(before_, all.a, all.a_end);
    const std::vector<uint32_t> in_after = places(after_, all.b, all.b_end);
    std::vector<Anchor> anchors;
    for (size_t b = all.b; b < all.b_end; ++b) {
      const uint32_t a = in_before[after_[b]];
      if (a < often && in_after[after_[b]] < often)
        anchors.push_back({a, static_cast<uint32_t>(b), none});
    }
    Stretch rest = all;
    for (const Anchor& anchor : longest_rise(anchors)) {
      compare({rest.a, anchor.a, rest.b, anchor.b});
      rest.a = anchor.a + 1, rest.b = anchor.b + 1;
    }
    compare(rest);
  }

  static constexpr uint32_t none = UINT32_MAX;
  struct Anchor {
    uint32_t a, b;
    uint32_t previous;  // in the longest rise that ends here
  };

  // The most anchors, in order of `b`, whose `a` rises too.
  static std::vector<Anchor> longest_rise(std::vector<Anchor>& anchors) {
    std::vector<uint32_t> ends;  // ends[i]: the lowest end of a rise of i + 1 anchors
    for (uint32_t i = 0; i < anchors.size(); ++i) {
      const auto place = std::ranges::lower_bound(ends, anchors[i].a, {},
                                                  [&](uint32_t e) { return anchors[e].a; });
      anchors[i].previous = place == ends.begin() ? none : *(place - 1);
      if (place == ends.end())
        ends.push_back(i);
      else
        *place = i;
    }
    std::vector<Anchor> rise;
    for (uint32_t i = ends.empty() ? none : ends.back(); i != none; i = anchors[i].previous)
      rise.push_back(anchors[i]);
    std::ranges::reverse(rise);
    return rise;
  }

  void compare(Stretch s) {
    trim(s);
    if (s.a < s.a_end && s.b < s.b_end && shortest(s)) return;
    for (size_t i = s.a; i < s.a_end; ++i) gone[i] = true;
    for (size_t i = s.b; i < s.b_end; ++i) added[i] = true;
  }

  // The fewest edits (Myers' greedy search); false where they are too many. furthest[d][k]: how far
  // d edits lead in `before` on diagonal k - d.
  bool shortest(const Stretch& s) {
    const auto n = static_cast<int64_t>(s.a_end - s.a), m = static_cast<int64_t>(s.b_end - s.b);
    std::vector<std::vector<int64_t>> furthest;
    for (int64_t d = 0; d <= std::min(n + m, most_edits); ++d) {
      std::vector<int64_t> reach(static_cast<size_t>(2 * d + 1), 0);
      for (int64_t k = -d; k <= d; k += 2) {
        int64_t x = d == 0 ? 0 : step(furthest.back(), d, k).x;
        while (x < n && x - k < m && before_[s.a + size_t(x)] == after_[s.b + size_t(x - k)]) ++x;
        reach[static_cast<size_t>(k + d)] = x;
        if (x < n || x - k < m) continue;
        mark(s, furthest, d, n, m);
        return true;
      }
      furthest.push_back(std::move(reach));
    }
    return false;
  }

  struct Step {
    int64_t x;
    bool adds;
  };
  // The best way from d - 1 edits to diagonal k with d edits.
  static Step step(const std::vector<int64_t>& reach, int64_t d, int64_t k) {
    const auto at = [&](int64_t diagonal) { return reach[static_cast<size_t>(diagonal + d - 1)]; };
    if (k == -d || (k != d && at(k - 1) < at(k + 1))) return {at(k + 1), true};
    return {at(k - 1) + 1, false};
  }

  void mark(const Stretch& s, const std::vector<std::vector<int64_t>>& furthest, int64_t d,
            int64_t x, int64_t y) {
    for (; d > 0; --d) {
      const int64_t k = x - y;
      const Step last = step(furthest[static_cast<size_t>(d - 1)], d, k);
      x = last.x;
      y = x - k;
      if (last.adds)
        added[s.b + static_cast<size_t>(--y)] = true;
      else
        gone[s.a + static_cast<size_t>(--x)] = true;
    }
  }

  std::vector<uint32_t> before_, after_;  // equal lines have equal numbers
};

// One line of the diff: '-', '+' or ' '.
struct Row {
  char sign;
  std::string_view text;
};

std::vector<Row> rows_of(const Lines& before, const Lines& after) {
  const Comparison comparison(before, after);
  std::vector<Row> rows;
  size_t a = 0, b = 0;
  while (a < before.size() || b < after.size()) {
    if (a < before.size() && comparison.gone[a]) {
      rows.push_back({'-', before[a++]});
    } else if (b < after.size() && comparison.added[b]) {
      rows.push_back({'+', after[b++]});
    } else {
      rows.push_back({' ', before[a]});
      ++a, ++b;
    }
  }
  return rows;
}

// "12,3"; without the count where it is one; an empty side names the line before it.
std::string lines_of(size_t first, size_t count) {
  if (count == 1) return fmt::format("{}", first);
  return fmt::format("{},{}", count == 0 ? first - 1 : first, count);
}

// Rows [begin, end), of which the first stands on lines `a` and `b`.
void append_hunk(std::string& out, const std::vector<Row>& rows, size_t begin, size_t end, size_t a,
                 size_t b) {
  size_t a_count = 0, b_count = 0;
  for (size_t i = begin; i < end; ++i)
    a_count += rows[i].sign != '+', b_count += rows[i].sign != '-';
  out += fmt::format("@@ -{} +{} @@\n", lines_of(a, a_count), lines_of(b, b_count));
  for (size_t i = begin; i < end; ++i) {
    out += rows[i].sign;
    out += rows[i].text;
    if (!rows[i].text.ends_with('\n')) out += "\n\\ No newline at end of file\n";
  }
}

}  // namespace

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after) {
  if (before == after) return {};
  const Lines before_lines = split(before), after_lines = split(after);
  const std::vector<Row> rows = rows_of(before_lines, after_lines);
  std::string out;
  for (const std::string_view head : {"--- ", "+++ "}) {
    out += head;
    append_printable(out, path);
    out += '\n';
  }
  size_t a = 1, b = 1;  // the lines on which row `at` stands
  size_t at = 0;
  const auto advance = [&](size_t to) {
    for (; at < to; ++at) a += rows[at].sign != '+', b += rows[at].sign != '-';
  };
  for (size_t change = 0; change < rows.size();) {
    if (rows[change].sign == ' ') {
      ++change;
      continue;
    }
    advance(change - std::min(change - at, context));
    size_t last = change;  // the last change of this hunk
    for (size_t i = change; i < rows.size() && i - last <= 2 * context + 1; ++i) {
      if (rows[i].sign != ' ') last = i;
    }
    const size_t end = std::min(last + 1 + context, rows.size());
    append_hunk(out, rows, at, end, a, b);
    advance(end);
    change = end;
  }
  return out;
}

}  // namespace dflint
