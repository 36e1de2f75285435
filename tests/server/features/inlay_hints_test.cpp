// Hints between the words, and lines above FROM.
#include "server/features/inlay_hints.h"

#include <gtest/gtest.h>

#include <fmt/core.h>

#include "server/features/code_lenses.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

SnapshotPtr seen(std::string_view text) {
  static const RuleSet rules(builtin_rules());
  return snapshot(Text(std::string(text)), rules);
}

std::optional<TakenFiles> count(const void*, std::span<const std::string_view> sources) {
  if (sources[0] == "unknown") return std::nullopt;
  return TakenFiles{sources.size(), sources[0] == "big" ? 1234567u : 999u, sources[0] == "many"};
}

// The text with {hint} where they stand.
std::string hinted(std::string_view text, const HintOptions& options = {},
                   ContextFiles files = {nullptr, count}) {
  std::string result(text);
  const auto hints =
      inlay_hints(*seen(text), {0, static_cast<uint32_t>(text.size())}, options, files);
  for (size_t i = hints.size(); i-- > 0;) {
    result.insert(hints[i].offset, fmt::format("{{{}}}", hints[i].text));
  }
  return result;
}

TEST(InlayHints, Values) {
  EXPECT_EQ(hinted("ARG A=3\nFROM --platform=$BUILDPLATFORM alpine:$A AS b\nFROM x\n"),
            "ARG A=3\nFROM --platform=$BUILDPLATFORM{= linux/amd64} alpine:$A{= alpine:3} AS b\n"
            "FROM x\n");
  EXPECT_EQ(hinted("FROM $\\\nA\n"), "FROM $\\\nA\n");
}

TEST(InlayHints, Stages) {
  EXPECT_EQ(hinted("FROM a AS b\nFROM c\nCOPY --from=0 x y\nFROM d\nCOPY --from=1 \\\n  x y\n"),
            "FROM a AS b\nFROM c\nCOPY --from=0{= b} x y\nFROM d\nCOPY --from=1{= c} \\\n  x y\n");
  EXPECT_EQ(hinted("FROM a\nCOPY --from=7 x y\nCOPY --from=b x y\n"),
            "FROM a\nCOPY --from=7 x y\nCOPY --from=b x y\n");
}

TEST(InlayHints, Sizes) {
  EXPECT_EQ(hinted("FROM a\nCOPY x y \\\n  z\nADD big b\nCOPY many b\n"),
            "FROM a\nCOPY x y{2 files, 999 B} \\\n  z\nADD big{1 file, 1.2 MB} b\n"
            "COPY many{over 1 file, over 999 B} b\n");
  const std::string_view trigger = "FROM a AS b\nONBUILD COPY x y\nFROM b\n";
  EXPECT_EQ(hinted(trigger), trigger);
  const std::string_view none =
      "FROM a\nCOPY --exclude=*.md x y\nCOPY unknown b\nCOPY $X b\nADD https://a/b c\n";
  EXPECT_EQ(hinted(none), none);
  EXPECT_EQ(hinted("FROM a\nCOPY x y\n", {}, {}), "FROM a\nCOPY x y\n");
}

TEST(InlayHints, CanBeSwitchedOff) {
  const std::string_view text = "ARG A=3\nFROM a:$A\nFROM b\nCOPY --from=0 x y\nCOPY x y\n";
  EXPECT_EQ(hinted(text, {.values = false, .stages = false, .sizes = false}), text);
  EXPECT_NE(hinted(text), text);
}

TEST(InlayHints, OnlyOfTheRange) {
  const std::string_view text = "ARG A=3\nFROM a:$A\nFROM b:$A\n";
  EXPECT_EQ(inlay_hints(*seen(text), {20, 24}).size(), 1u);
  EXPECT_EQ(inlay_hints(*seen(text), {0, 100}).size(), 2u);
}

std::string lenses(std::string_view text, const LensOptions& options = {}) {
  std::string result;
  for (const CodeLens& lens : code_lenses(*seen(text), options)) {
    result += fmt::format("{} {} ({});", lens.range.begin, lens.title, lens.places.size());
  }
  return result;
}

TEST(CodeLenses, UsersOfStages) {
  const std::string_view text =
      "FROM a AS b\nFROM b AS c\nRUN --mount=from=b x\nFROM d\nCOPY --from=b x y\nCOPY --from=b x "
      "z\n";
  EXPECT_EQ(lenses(text), "0 used by 2 stages (4);12 not needed by the last stage (0);");
  EXPECT_EQ(lenses(text, {.uses = false}), "12 not needed by the last stage (0);");
  EXPECT_EQ(lenses(text, {.unneeded = false}), "0 used by 2 stages (4);");
  EXPECT_EQ(lenses("FROM a\n"), "");
  EXPECT_EQ(lenses("RUN x\n"), "");
}

TEST(InlayHints, FitIntoAnyText) {
  for (const NamedText& text : own_texts()) {
    const SnapshotPtr now = seen(text.text);
    for (uint32_t at = 0; at <= text.text.size() + 1; at += 3) {
      for (const InlayHint& hint : inlay_hints(*now, {at, at + 40}, {}, {nullptr, count})) {
        ASSERT_LE(hint.offset, text.text.size()) << text.name;
      }
    }
    for (const CodeLens& lens : code_lenses(*now)) {
      ASSERT_LE(lens.range.end, text.text.size()) << text.name;
      for (Range place : lens.places) ASSERT_LE(place.end, text.text.size()) << text.name;
    }
  }
}

}  // namespace
}  // namespace dflint
