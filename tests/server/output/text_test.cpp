// Code frames as people see them, byte for byte.
#include "server/output/text.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/server/output/sample.h"

namespace dflint {
namespace {

std::string text_of(const Sample& sample, bool coloured = false) {
  std::string out = "\n";
  append_text_findings(out, sample.report(), coloured);
  return out;
}

TEST(TextOutput, UnderlinesTheWords) {
  Sample sample("FROM debian:12\nRUN apt-get install curl\n");
  sample.add("curl", "package has no version");
  EXPECT_EQ(text_of(sample), R"(
warning[sample-rule]: package has no version
 --> a/Dockerfile:2:21
  |
2 | RUN apt-get install curl
  |                     ^^^^

)");
}

TEST(TextOutput, NamesEverySeverity) {
  Sample sample("FROM a\n");
  sample.add("FROM", "one", Severity::error);
  sample.add("a", "two", Severity::info);
  sample.add("a", "three", Severity::style);
  EXPECT_EQ(text_of(sample), R"(
error[sample-rule]: one
 --> a/Dockerfile:1:1
  |
1 | FROM a
  | ^^^^

info[sample-rule]: two
 --> a/Dockerfile:1:6
  |
1 | FROM a
  |      ^

style[sample-rule]: three
 --> a/Dockerfile:1:6
  |
1 | FROM a
  |      ^

)");
}

TEST(TextOutput, KeepsTabsAndWideCharactersAligned) {
  Sample sample("FROM a\nRUN\techo 漢字 é \"x\"\n");
  sample.add("\"x\"", "quoted");
  EXPECT_EQ(text_of(sample), R"(
warning[sample-rule]: quoted
 --> a/Dockerfile:2:16
  |
2 | RUN    echo 漢字 é "x"
  |                    ^^^

)");
}

TEST(TextOutput, ShowsFirstAndLastLineOfALongRange) {
  Sample sample("FROM a\nRUN a && \\\n    b && \\\n    c && \\\n    d\n");
  sample.add("a && \\\n    b && \\\n    c && \\\n    d", "long");
  sample.add("b && \\\n    c", "short");
  EXPECT_EQ(text_of(sample), R"(
warning[sample-rule]: long
 --> a/Dockerfile:2:5
  |
2 | RUN a && \
  |     ^^^^^^
...
5 |     d
  |     ^

warning[sample-rule]: short
 --> a/Dockerfile:3:5
  |
3 |     b && \
  |     ^^^^^^
4 |     c && \
  |     ^

)");
}

TEST(TextOutput, ShowsOtherPlacesInOrderOfTheFile) {
  Sample sample("FROM a AS x\nRUN a\nRUN b\n\n\n\n\n\n\nFROM c AS x\n");
  const uint32_t second = sample.document.text.size() - 2;
  Finding& finding = sample.add(sample.at(second, second + 1), "stage name is taken");
  finding.notes.push_back({sample.at("x"), "first used here"});
  finding.notes.push_back({sample.at("RUN b"), ""});
  EXPECT_EQ(text_of(sample), R"(
warning[sample-rule]: stage name is taken
  --> a/Dockerfile:10:11
   |
 1 | FROM a AS x
   |           - first used here
...
 3 | RUN b
   | -----
...
10 | FROM c AS x
   |           ^

)");
}

TEST(TextOutput, CountsTooManyPlaces) {
  Sample sample("FROM a\n");
  Finding& finding = sample.add("FROM", "often");
  for (int i = 0; i < 20; ++i) finding.notes.push_back({sample.at("a"), "here"});
  const std::string text = text_of(sample);
  EXPECT_NE(text.find("note: and 12 more places\n"), text.npos) << text;
}

TEST(TextOutput, ShowsTheMendedLine) {
  Sample sample("FROM a\nRNU echo\nRUN rm -rf /x \\\n  && y\n");
  sample.add("RNU", "unknown instruction").fixes = {
      {"Replace `RNU` by `RUN`", Safety::unsafe, {{sample.at("RNU"), "RUN"}}},
      {"Remove the line", Safety::safe, {{sample.at("RNU echo\n"), ""}}}};
  sample.add("-rf", "two edits").fixes = {
      {"Do both", Safety::safe, {{sample.at(" /x"), ""}, {sample.at("rm"), "trash"}}}};
  sample.add("y", "more lines").fixes = {
      {"Add lines", Safety::safe, {{sample.at("y"), "y \\\n  && z"}}}};
  EXPECT_EQ(text_of(sample), R"(
warning[sample-rule]: unknown instruction
 --> a/Dockerfile:2:1
  |
2 | RNU echo
  | ^^^
help: Replace `RNU` by `RUN` (unsafe)
  |
2 | RUN echo
  | +++
help: Remove the line

warning[sample-rule]: two edits
 --> a/Dockerfile:3:8
  |
3 | RUN rm -rf /x \
  |        ^^^
help: Do both
  |
3 | RUN trash -rf \
  |     +++++

warning[sample-rule]: more lines
 --> a/Dockerfile:4:6
  |
4 |   && y
  |      ^
help: Add lines

)");
}

TEST(TextOutput, CutsLongLinesAroundTheMark) {
  Sample sample("FROM a\nRUN " + std::string(500, 'x') + "KEY" + std::string(1 << 20, 'y') + "\n");
  sample.add("KEY", "here");
  sample.add("RUN", "there");
  EXPECT_EQ(text_of(sample), R"(
warning[sample-rule]: here
 --> a/Dockerfile:2:505
  |
2 | …)" + std::string(50, 'x') + "KEY" +
                                 std::string(107, 'y') + R"(…
  |                                                    ^^^

warning[sample-rule]: there
 --> a/Dockerfile:2:1
  |
2 | RUN )" + std::string(156, 'x') +
                                 R"(…
  | ^^^

)");
}

TEST(TextOutput, KeepsCodePointsWholeWhereItCuts) {
  std::string line = "RUN ";
  for (int i = 0; i < 300; ++i) line += "é";
  Sample sample(line + "KEY" + line);
  sample.add("KEY", line);
  sample.add("KEY", "x" + line);
  EXPECT_EQ(text_of(sample).find("\xef\xbf\xbd"), std::string::npos);
}

TEST(TextOutput, CutsLongSentences) {
  Sample sample("FROM a\n");
  Finding& finding = sample.add("a", "begin" + std::string(1 << 20, 'x') + "end");
  finding.notes.push_back({sample.at("FROM"), finding.message});
  finding.fixes.push_back({finding.message, Safety::safe, {}});
  const std::string text = text_of(sample);
  EXPECT_LT(text.size(), 2000u);
  EXPECT_NE(text.find("begin"), std::string::npos);
  EXPECT_NE(text.find("xend\n"), std::string::npos);
}

TEST(TextOutput, CannotCommandATerminal) {
  Sample sample("FROM a\nRUN \x1b[2J\x07 \xff \xe2\x80\xae \xc2\x9b x\n");
  sample.path = "a\n\x1b]0;b";
  sample.add("x", "message with \x1b[31m");
  EXPECT_EQ(text_of(sample), R"(
warning[sample-rule]: message with ␛[31m
 --> a␊␛]0;b:2:17
  |
2 | RUN ␛[2J␇ � � � x
  |                 ^

)");
}

TEST(TextOutput, MarksEmptyRangesAndTheEndOfTheFile) {
  Sample sample("FROM a\nRUN");
  sample.add(sample.at(10, 10), "something is missing");
  sample.add(sample.at(5, 5), "before a");
  EXPECT_EQ(text_of(sample), R"(
warning[sample-rule]: something is missing
 --> a/Dockerfile:2:4
  |
2 | RUN
  |    ^

warning[sample-rule]: before a
 --> a/Dockerfile:1:6
  |
1 | FROM a
  |      ^

)");
}

TEST(TextOutput, PaintsBySeverity) {
  Sample sample("FROM a\n");
  sample.add("a", "untagged", Severity::error);
  EXPECT_EQ(text_of(sample, true),
            "\n\x1b[1;31merror[sample-rule]\x1b[0m\x1b[1m: untagged\x1b[0m\n"
            " \x1b[1;34m--> \x1b[0ma/Dockerfile:1:6\n"
            "\x1b[1;34m  |\x1b[0m\n"
            "\x1b[1;34m1 |\x1b[0m FROM a\n"
            "\x1b[1;34m  |\x1b[0m      \x1b[1;31m^\x1b[0m\n\n");
}

TEST(TextOutput, SumsUp) {
  const auto summary = [](Tally tally) {
    std::string out;
    append_text_summary(out, tally, "");
    return out;
  };
  EXPECT_EQ(summary({.files = 17}), "no findings in 17 files\n");
  EXPECT_EQ(summary({.files = 1}), "no findings in 1 file\n");
  EXPECT_EQ(summary({.files = 17, .files_with_findings = 2, .by_severity = {1, 3, 12, 3}}),
            "3 errors, 12 warnings, 3 info, 1 style in 2 of 17 files\n");
  EXPECT_EQ(summary({.files = 1, .files_with_findings = 1, .by_severity = {0, 0, 1, 0}}),
            "1 warning in 1 file\n");
}

}  // namespace
}  // namespace dflint
