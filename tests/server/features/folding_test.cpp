// What can be folded away.
#include "server/features/folding.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/server/features/snapshot_of.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

// "first-last" of each, with lines from 1; comments as "first#last", regions as "first=last".
std::string folds_of(std::string_view text) {
  const SnapshotPtr seen = snapshot_of(text);
  std::string out;
  for (const Fold& fold : folds(*seen)) {
    const char sign = fold.kind == FoldKind::code      ? '-'
                      : fold.kind == FoldKind::comment ? '#'
                                                       : '=';
    out += fmt::format("{}{}{}{}", out.empty() ? "" : " ", fold.first, sign, fold.last);
  }
  return out;
}

TEST(Folding, StagesEndWithTheirLastInstruction) {
  EXPECT_EQ(folds_of("FROM a\nRUN b\n\n# of the next one\nFROM c\nRUN d\n\n"), "1-2 5-6");
  EXPECT_EQ(folds_of("FROM a\n\nFROM c\n"), "");
  EXPECT_EQ(folds_of("ARG a\nRUN b\n"), "");
}

TEST(Folding, ContinuedInstructions) {
  EXPECT_EQ(folds_of("FROM a\\\nAS b\nRUN c \\\n  # d\n  && e\nCOPY f g\n"), "1-6 1-2 3-5");
}

TEST(Folding, Heredocs) {
  // The line that ends it stays in sight.
  EXPECT_EQ(folds_of("RUN <<E\na\nb\nE\n"), "1-3");
  EXPECT_EQ(folds_of("COPY <<E <<F /x\na\nE\nb\nc\nF\n"), "1-6 1-2 4-5");
  EXPECT_EQ(folds_of("RUN a \\\n <<E\nb\nc\nE\n"), "1-5 2-4");
  EXPECT_EQ(folds_of("RUN <<E\nE\n"), "");
  EXPECT_EQ(folds_of("RUN <<E\nnever closed\n"), "");
}

TEST(Folding, RunsOfComments) {
  EXPECT_EQ(folds_of("# a\n# b\n\n# c\nFROM d\n"), "1#2");
  EXPECT_EQ(folds_of("# escape=`\n# a\n# b\nFROM d\n"), "2#3");
  EXPECT_EQ(folds_of("# escape=`\n# a\nFROM d\n"), "");
  EXPECT_EQ(folds_of("RUN a \\\n # b\n # c\n && d\n"), "1-4 2#3");
  EXPECT_EQ(folds_of("FROM a\n# b\n# c\n"), "2#3");
}

TEST(Folding, Regions) {
  EXPECT_EQ(folds_of("# region A\n# b\n# c\nRUN d\n#region\nRUN e\n# endregion\n# EndRegion x\n"
                     "# endregion\n# region never closed\n"),
            "1=8 2#3 5=7");
  EXPECT_EQ(folds_of("# regional\n# a\n"), "1#2");
}

TEST(Folding, RangesBeginBehindTheFirstLine) {
  const SnapshotPtr seen = snapshot_of("FROM a\\\r\nAS b\r\n");
  const std::vector<Fold> all = folds(*seen);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].range, (Range{7, 13}));
}

TEST(FoldingProperties, LinesAreInOrderInsideOfTheText) {
  std::vector<NamedText> texts = own_texts();
  for (NamedText& each : collected_texts()) texts.push_back(std::move(each));
  for (const NamedText& each : texts) {
    const SnapshotPtr seen = snapshot(Text(each.text), no_rules());
    const Text& text = seen->document.text;
    uint32_t first = 0;
    for (const Fold& fold : folds(*seen)) {
      ASSERT_LE(first, fold.first) << each.name;
      ASSERT_LT(fold.first, fold.last) << each.name;
      ASSERT_LE(fold.range.end, text.size()) << each.name;
      ASSERT_EQ(text.line_of(fold.range.begin), fold.first) << each.name;
      ASSERT_EQ(text.line_of(fold.range.end), fold.last) << each.name;
      first = fold.first;
    }
  }
}

}  // namespace
}  // namespace dflint
