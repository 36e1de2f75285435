// Unified diffs: known ones, and that what they say leads from one text to the other.
#include "server/output/diff.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/edits.h"
#include "tests/support/properties.h"

namespace dflint {
namespace {

TEST(Diff, SaysNothingWhereNothingDiffers) {
  EXPECT_EQ(unified_diff("f", "", ""), "");
  EXPECT_EQ(unified_diff("f", "a\nb", "a\nb"), "");
}

TEST(Diff, ShowsThreeLinesAround) {
  EXPECT_EQ(unified_diff("a/f", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
            "--- a/f\n+++ a/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(Diff, JoinsChangesThatStandClose) {
  EXPECT_EQ(unified_diff("f", "a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n"),
            "--- f\n+++ f\n@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n");
  EXPECT_EQ(unified_diff("f", "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n"),
            "--- f\n+++ f\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n"
            "+B\n");
}

TEST(Diff, CountsLinesOfAnEmptySide) {
  EXPECT_EQ(unified_diff("f", "", "a\n"), "--- f\n+++ f\n@@ -0,0 +1 @@\n+a\n");
  EXPECT_EQ(unified_diff("f", "a\nb\n", ""), "--- f\n+++ f\n@@ -1,2 +0,0 @@\n-a\n-b\n");
}

TEST(Diff, TellsAMissingLastLineEnding) {
  EXPECT_EQ(unified_diff("f", "a", "a\n"),
            "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

TEST(Diff, NamesAPathThatCannotCommandATerminal) {
  EXPECT_EQ(unified_diff("a\033[1m", "", "a\n").find('\033'), std::string::npos);
}

// What `patch` would make of it.
std::string patched(std::string_view before, std::string_view diff) {
  std::vector<std::string_view> lines;
  for (std::string_view* text : {&before, &diff}) {
    lines.push_back("");
    while (!text->empty()) {
      const size_t size = std::min(text->find('\n'), text->size() - 1) + 1;
      lines.push_back(text->substr(0, size));
      text->remove_prefix(size);
    }
  }
  const size_t diff_at =
      static_cast<size_t>(std::find(lines.begin() + 1, lines.end(), "") - lines.begin());
  std::string out;
  size_t next = 1;  // the line of `before` that was not taken yet
  for (size_t i = diff_at + 3; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    if (line.starts_with("@@ -")) {
      const std::string from(line.substr(4));
      const size_t comma = from.find_first_of(", ");
      size_t first = std::stoul(from);
      if (from[comma] == ',' && std::stoul(from.substr(comma + 1)) == 0) ++first;
      while (next < first) out += lines[next++];
    } else if (line.starts_with('\\')) {
      continue;
    } else if (line[0] == '+') {
      out += line.substr(1);
    } else {
      const bool open = i + 1 < lines.size() && lines[i + 1].starts_with('\\');
      const std::string_view text = open ? line.substr(1, line.size() - 2) : line.substr(1);
      if (next >= diff_at || text != lines[next]) return "does not apply";
      if (line[0] == ' ') out += lines[next];
      ++next;
      continue;
    }
    if (i + 1 < lines.size() && lines[i + 1].starts_with('\\')) out.pop_back();
  }
  while (next < diff_at) out += lines[next++];
  return out;
}

TEST(Diff, LeadsFromOneTextToTheOther) {
  Choices choices(7);
  for (int round = 0; round < 3000; ++round) {
    std::string texts[2];
    const uint32_t kinds = 1 + choices.below(12);
    for (std::string& text : texts) {
      for (uint32_t i = choices.below(40); i > 0; --i)
        text += static_cast<char>('a' + choices.below(kinds)), text += '\n';
      if (!text.empty() && choices.below(4) == 0) text.pop_back();
    }
    const std::string diff = unified_diff("f", texts[0], texts[1]);
    if (texts[0] == texts[1]) continue;
    ASSERT_EQ(patched(texts[0], diff), texts[1]) << quoted(texts[0]) << "\n" << diff;
  }
}

TEST(Diff, StaysFastWhereAllDiffers) {
  std::string before, after, shuffled;
  for (int i = 0; i < 200000; ++i) {
    before += fmt::format("x{}\n", i % 10);
    after += fmt::format("x{}\n", i * 7919 % 13);
    shuffled += fmt::format("y{}\n", i * 7919 % 200000);
  }
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& other : {after, shuffled}) {
    EXPECT_EQ(patched(before, unified_diff("f", before, other)), other);
    EXPECT_EQ(patched(other, unified_diff("f", other, before)), before);
  }
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  EXPECT_LT(time.count(), 10);  // comparing each line with each would take minutes
}

}  // namespace
}  // namespace dflint
