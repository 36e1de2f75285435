// How selections widen.
#include "server/features/selection.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/server/features/snapshot_of.h"
#include "tests/support/cursor.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

std::vector<std::string> texts_of(std::string_view marked) {
  const AtCursor at = at_cursor(marked);
  const SnapshotPtr seen = snapshot(Text(at.text), no_rules());
  std::vector<std::string> texts;
  for (const Range& range : selection_ranges(*seen, at.offset))
    texts.push_back(at.text.substr(range.begin, range.size()));
  return texts;
}

using Texts = std::vector<std::string>;

TEST(Selection, FromAWordToTheFile) {
  EXPECT_EQ(
      texts_of("# c\nFROM a\nRUN apt-get update && apt-get install -y \"lib<|>c6 x\" > /l | tee\n"
               "FROM b\n"),
      (Texts{"libc6", "libc6 x", "\"libc6 x\"", "apt-get install -y \"libc6 x\"",
             "apt-get install -y \"libc6 x\" > /l", "apt-get install -y \"libc6 x\" > /l | tee",
             "apt-get update && apt-get install -y \"libc6 x\" > /l | tee",
             "RUN apt-get update && apt-get install -y \"libc6 x\" > /l | tee",
             "FROM a\nRUN apt-get update && apt-get install -y \"libc6 x\" > /l | tee",
             "# c\nFROM a\nRUN apt-get update && apt-get install -y \"libc6 x\" > /l | tee\n"
             "FROM b\n"}));
}

TEST(Selection, ThroughPairs) {
  EXPECT_EQ(texts_of("FROM a\nENV A=1 B=x<|>y C=3"),
            (Texts{"xy", "B=xy", "A=1 B=xy C=3", "ENV A=1 B=xy C=3", "FROM a\nENV A=1 B=xy C=3"}));
}

TEST(Selection, ThroughFlags) {
  EXPECT_EQ(texts_of("RUN --mount=type=ca<|>che,target=/c ls"),
            (Texts{"cache", "type=cache", "type=cache,target=/c", "--mount=type=cache,target=/c",
                   "RUN --mount=type=cache,target=/c ls"}));
}

TEST(Selection, ThroughVariablesAndSubstitutions) {
  EXPECT_EQ(texts_of("FROM a\nRUN b \"x$(c ${A<|>B:-d})\""),
            (Texts{"AB", "${AB:-d}", "c ${AB:-d}", "$(c ${AB:-d})", "x$(c ${AB:-d})",
                   "\"x$(c ${AB:-d})\"", "b \"x$(c ${AB:-d})\"", "RUN b \"x$(c ${AB:-d})\"",
                   "FROM a\nRUN b \"x$(c ${AB:-d})\""}));
}

TEST(Selection, ThroughContinuationsAndHeredocs) {
  EXPECT_EQ(
      texts_of("FROM a\nRUN <<E\n  echo <|>hi\n  ls\nE\n"),
      (Texts{"hi", "echo hi", "  echo hi\n  ls\n", "RUN <<E\n  echo hi\n  ls\nE",
             "FROM a\nRUN <<E\n  echo hi\n  ls\nE", "FROM a\nRUN <<E\n  echo hi\n  ls\nE\n"}));
  EXPECT_EQ(texts_of("FROM a\nRUN b \\\n  && c<|>\\\nd\n"),
            (Texts{"c", "c\\\nd", "b \\\n  && c\\\nd", "RUN b \\\n  && c\\\nd",
                   "FROM a\nRUN b \\\n  && c\\\nd", "FROM a\nRUN b \\\n  && c\\\nd\n"}));
}

TEST(Selection, Comments) {
  EXPECT_EQ(texts_of("# one two\n# th<|>ree four\nFROM a\n"),
            (Texts{"three", "three four", "# three four", "# one two\n# three four",
                   "# one two\n# three four\nFROM a", "# one two\n# three four\nFROM a\n"}));
}

TEST(Selection, EmptyFile) { EXPECT_EQ(texts_of(""), Texts{""}); }

void expect_widening(const NamedText& each, uint32_t step) {
  const SnapshotPtr seen = snapshot(Text(each.text), no_rules());
  const uint32_t size = seen->document.text.size();
  for (uint32_t offset = 0; offset <= size + 1; offset += step) {
    const std::vector<Range> ranges = selection_ranges(*seen, offset);
    ASSERT_FALSE(ranges.empty());
    ASSERT_EQ(ranges.back(), (Range{0, size})) << each.name;
    ASSERT_LE(ranges.front().begin, std::min(offset, size)) << each.name;
    ASSERT_GE(ranges.front().end, std::min(offset, size)) << each.name;
    for (size_t i = 1; i < ranges.size(); ++i) {
      ASSERT_LE(ranges[i].begin, ranges[i - 1].begin) << each.name << " at " << offset;
      ASSERT_GE(ranges[i].end, ranges[i - 1].end) << each.name << " at " << offset;
      ASSERT_GT(ranges[i].size(), ranges[i - 1].size()) << each.name << " at " << offset;
    }
  }
}

TEST(SelectionProperties, EachRangeIsLargerThanTheOneBefore) {
  for (const NamedText& each : own_texts()) expect_widening(each, 1);
  for (const NamedText& each : collected_texts()) expect_widening(each, 1 + each.text.size() / 20);
}

}  // namespace
}  // namespace dflint
