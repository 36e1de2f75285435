// Formatting of the file, of a range, and while one types.
#include "server/features/formatting.h"

#include <gtest/gtest.h>

#include "analysis/format.h"
#include "server/features/line_diff.h"
#include "tests/server/features/edited.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

constexpr EditorFormat tabs{.options = {.tabs = true}};

std::string formatted_range(std::string_view text, Range range, const EditorFormat& format = {}) {
  const Opened opened{std::string(text)};
  return applied(text, format_range_edits(*opened.snapshot, range, format));
}

// `marked`: <|> where the cursor is after the character.
std::string typed(std::string_view marked, char c, const EditorFormat& format = {}) {
  const AtCursor at = at_cursor(marked);
  const Opened opened(at.text);
  return applied(at.text, format_typed_edits(*opened.snapshot, at.offset, c, format));
}

TEST(LineEdits, AreFewAndSmall) {
  const std::string_view before = "a\n b\r\nc\nd\ne\n", after = "a\nb\r\nc\nx\nd\ne\n";
  const std::vector<Edit> edits = line_edits(before, after);
  ASSERT_EQ(edits.size(), 2u);
  EXPECT_EQ(edits[0].range, (Range{2, 3}));
  EXPECT_EQ(edits[1].range, (Range{8, 8}));
  EXPECT_EQ(edits[1].text, "x\n");
}

TEST(LineEdits, CutNoCharacterAndNoLineEnd) {
  const std::vector<Edit> edits = line_edits("é\r\n", "è\n");
  ASSERT_EQ(edits.size(), 1u);
  EXPECT_EQ(edits[0].range, (Range{0, 4}));
  const std::vector<Edit> ends = line_edits("a\r\n", "a\n");
  ASSERT_EQ(ends.size(), 1u);
  EXPECT_EQ(ends[0].range, (Range{1, 3}));
}

TEST(LineEdits, GiveTheOtherText) {
  const auto& texts = own_texts();
  for (const NamedText& a : texts) {
    for (const NamedText& b : texts) {
      const std::vector<Edit> edits = line_edits(a.text, b.text);
      EXPECT_EQ(applied(a.text, edits), b.text) << a.name << " to " << b.name;
      for (size_t i = 1; i < edits.size(); ++i)
        EXPECT_LE(edits[i - 1].range.end, edits[i].range.begin);
    }
  }
}

TEST(Formatting, IsThatOfTheCommand) {
  for (const NamedText& text : own_texts()) {
    const Opened opened(text.text);
    const std::string want = formatted(opened.snapshot->document, opened.snapshot->plan, {});
    const std::vector<Edit> edits = format_edits(*opened.snapshot, {.final_newline = true});
    EXPECT_EQ(applied(text.text, edits), want) << text.name;
  }
}

TEST(Formatting, EndsTheLastLineOnlyIfAsked) {
  const std::string text = "from  a";
  const Opened opened(text);
  EXPECT_EQ(applied(text, format_edits(*opened.snapshot, {})), "FROM a");
  EXPECT_EQ(applied(text, format_edits(*opened.snapshot, {.final_newline = true})), "FROM a\n");
}

TEST(Formatting, LeavesLongInstructionsAloneIfAsked) {
  const std::string text = "from  a\nRUN ls \\\nls\nrun  b\n";
  const Opened opened(text);
  EXPECT_EQ(applied(text, format_edits(*opened.snapshot, {.single_lines = true})),
            "FROM a\nRUN ls \\\nls\nRUN b\n");
}

TEST(FormatRange, TakesWholeInstructions) {
  EXPECT_EQ(formatted_range("from  a\nEXPOSE 1 \\\n2 \\\n3\nrun  b\n", {21, 22}, tabs),
            "from  a\nEXPOSE 1 \\\n\t2 \\\n\t3\nrun  b\n");
  EXPECT_EQ(formatted_range("FROM node\n\tEXPOSE 8080\n\tUSER a", {13, 14}),
            "FROM node\nEXPOSE 8080\n\tUSER a");
  EXPECT_EQ(formatted_range("RUN <<-EOT\n  abc\nEOT", {1, 14}), "RUN <<-EOT\n  abc\nEOT");
}

TEST(FormatRange, KeepsWhatIsAroundAtEveryPlace) {
  for (const NamedText& text : own_texts()) {
    const Opened opened(text.text);
    for (uint32_t at = 0; at <= text.text.size(); at += 7) {
      for (const Edit& edit : format_range_edits(*opened.snapshot, {at, at}, {})) {
        EXPECT_LE(edit.range.end, text.text.size());
        EXPECT_LE(edit.range.begin, edit.range.end);
      }
    }
  }
}

TEST(TypedNewline, IndentsBehindAContinuation) {
  EXPECT_EQ(typed("FROM a\nRUN b \\\n<|>", '\n'), "FROM a\nRUN b \\\n    ");
  EXPECT_EQ(typed("FROM a\nRUN b \\\n<|>c\n", '\n', tabs), "FROM a\nRUN b \\\n\tc\n");
  EXPECT_EQ(typed("FROM a\nRUN b \\\n  && c \\\n<|>", '\n'), "FROM a\nRUN b \\\n  && c \\\n  ");
  EXPECT_EQ(typed("FROM a\nRUN b \\\n  && c \\\n  <|>", '\n'), "FROM a\nRUN b \\\n  && c \\\n  ");
  EXPECT_EQ(typed("# escape=`\nFROM a\nRUN b `\r\n<|>", '\n'),
            "# escape=`\nFROM a\nRUN b `\r\n    ");
}

TEST(TypedNewline, LeavesOtherLinesAlone) {
  for (std::string_view text :
       {"FROM a\nRU\\\n<|>N b\n", "FROM a\n<|>", "FROM a\nRUN b\n<|>", "FROM a\n# \\\n<|>",
        "FROM a\nRUN <<E\nb \\\n<|>\nE\n", "<|>", "FROM a\nRUN b ` \n<|>"})
    EXPECT_EQ(typed(text, '\n'), at_cursor(text).text);
}

TEST(TypedNewline, EndsAHeredoc) {
  EXPECT_EQ(typed("FROM a\nRUN <<EOF\n<|>\nUSER b\n", '\n'), "FROM a\nRUN <<EOF\n\nEOF\nUSER b\n");
  EXPECT_EQ(typed("FROM a\nCOPY <<-\"A\" <<C /x\r\n<|>", '\n'),
            "FROM a\nCOPY <<-\"A\" <<C /x\r\n\r\nA\r\nC");
  EXPECT_EQ(typed("FROM a\nRUN <<EOF\n<|>b\nEOF\n", '\n'), "FROM a\nRUN <<EOF\nb\nEOF\n");
  EXPECT_EQ(typed("FROM a\nRUN <<EOF\n<|>\nEOF\n", '\n'), "FROM a\nRUN <<EOF\n\nEOF\n");
}

TEST(TypedNewline, EndsAHeredocAboveAnotherOne) {
  EXPECT_EQ(typed("FROM a\nRUN <<EOF\n<|>\nRUN <<EOF\nb\nEOF\n", '\n'),
            "FROM a\nRUN <<EOF\n\nEOF\nRUN <<EOF\nb\nEOF\n");
}

TEST(TypedEscape, IndentsWhatItJoins) {
  EXPECT_EQ(typed("FROM node AS \\<|>\nsetup\n", '\\', tabs), "FROM node AS \\\n\tsetup\n");
  EXPECT_EQ(typed("FROM node AS <|>\nsetup\n", '\\', tabs), "FROM node AS \n\tsetup\n");
}

TEST(TypedEscape, LeavesInstructionsAlone) {
  for (std::string_view text :
       {"FROM node \\<|>\nRUN a\n", "FROM node \\<|>\n# a\n", "FROM node \\<|>\n",
        "FROM node \\<|> x\ny\n", "FROM node \\<|>\n y\n", "FROM a\nEXPOSE 1\\<|>\n2\n",
        "FROM a\nRUN echo 'a \\<|>\nb'\n", "FROM a\nRUN <<E\nb \\<|>\nc\nE\n"})
    EXPECT_EQ(typed(text, '\\'), at_cursor(text).text);
}

TEST(Typing, EveryPlaceOfOwnTexts) {
  for (const NamedText& text : own_texts()) {
    const Opened opened(text.text);
    for (uint32_t at = 0; at <= text.text.size(); ++at) {
      for (const char c : {'\n', '\\', '`'}) {
        for (const Edit& edit : format_typed_edits(*opened.snapshot, at, c, {}))
          EXPECT_LE(edit.range.end, text.text.size());
      }
    }
  }
}

}  // namespace
}  // namespace dflint
