// Files that do not parse: each slip is one finding, and the fixes lead to a file that parses.
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "rules/fix.h"
#include "rules/shown.h"

namespace dflint {
namespace {

RuleSet correctness() {
  RuleSet rules(builtin_rules());
  rules.select({{"correctness"}, {}});
  return rules;
}

// One line a finding: its line, its rule, and the text it marks.
std::string found_in(std::string_view text, Severity least) {
  const RuleSet rules = correctness();
  const SnapshotPtr seen = snapshot(Text(std::string(text)), rules);
  Locator locator(seen->document);
  std::string lines;
  for (const Finding& finding : all_findings(seen->document, seen->plan, seen->lint, rules)) {
    if (finding.severity < least) continue;
    const Range range = locator.range(finding.place);
    lines += std::to_string(seen->document.text.line_of(range.begin));
    lines += ' ';
    lines += finding.rule->name;
    lines += " [";
    lines += seen->document.text.bytes().substr(range.begin, std::min(range.size(), 30u));
    lines += "]\n";
  }
  return lines;
}

std::string errors_in(std::string_view text) { return found_in(text, Severity::error); }

std::string mended(std::string_view text, Safety most = Safety::safe) {
  return fix(Text(std::string(text)), correctness(), most).text;
}

constexpr std::string_view with_dashes = R"(# syntax=docker/dockerfile:1
- FROM golang:1.22 AS build
WORKDIR /src
- COPY go.mod go.sum ./
- RUN go mod download && \
    go vet ./...

# The image that ships
- FROM --platform=$TARGETPLATFORM debian:12
- COPY --from=build /src/app /usr/bin/app
CMD ["app"]
)";

TEST(Broken, EachStrayDashIsOneFinding) {
  EXPECT_EQ(found_in(with_dashes, Severity::style),
            "2 unknown-instruction [- ]\n"
            "4 unknown-instruction [- ]\n"
            "5 unknown-instruction [- ]\n"
            "9 unknown-instruction [- ]\n"
            "10 unknown-instruction [- ]\n");
}

TEST(Broken, SafeFixesTakeTheDashesOut) {
  const std::string fixed = mended(with_dashes);
  EXPECT_EQ(fixed.find("- "), std::string::npos) << fixed;
  EXPECT_EQ(errors_in(fixed), "");
  for (const InstructionPtr& in : parse(Text(fixed)).instructions) {
    EXPECT_TRUE(in->problems.empty()) << in->text;
  }
}

TEST(Broken, ABuildStepThatLostItsContinuationIsJoinedAgain) {
  EXPECT_EQ(mended("FROM a\nRUN b\n && c\n && d\n"), "FROM a\nRUN b \\\n && c \\\n && d\n");
  EXPECT_EQ(mended("FROM a\nRUN b \\ # c\n  d\n"), "FROM a\nRUN b \\\n  d\n");
  // Not over a blank line: what belongs together is unclear there.
  EXPECT_EQ(mended("FROM a\nRUN b\n\n && c\n"), "FROM a\nRUN b\n\n && c\n");
}

TEST(Broken, GuessesAreNotSafe) {
  EXPECT_EQ(mended("FROM a\nrm -rf /b\n", Safety::unsafe), "FROM a\nrm -rf /b\n");
  EXPECT_EQ(mended("FROM a\nuse strict\n"), "FROM a\nuse strict\n");
  EXPECT_EQ(mended("FROM a\nCOPPY a b\n"), "FROM a\nCOPY a b\n");
}

// `docker build` runs this one: what it does would be another thing.
TEST(Broken, ABodyThatBuildsIsNotHiddenSafely) {
  const std::string_view builds = "FROM a\nRUN cat<<USER\nRUN b\nUSER d\n";
  EXPECT_EQ(mended(builds), builds);
  EXPECT_EQ(mended("FROM a\nRUN cat<<EOF\nb\nEOF\n"), "FROM a\nRUN cat <<EOF\nb\nEOF\n");
}

TEST(Broken, FlagsBehindCmdAreMovedOneByOne) {
  EXPECT_EQ(mended("FROM a\nHEALTHCHECK CMD --retries=5 --timeout=3s b\n", Safety::unsafe),
            "FROM a\nHEALTHCHECK --retries=5 --timeout=3s CMD b\n");
}

TEST(Broken, AHiddenBodyIsOneFinding) {
  EXPECT_EQ(errors_in("FROM a\nRUN echo don't <<EOF\nhello\nworld\nEOF\nRUNN b\n"),
            "2 hidden-heredoc [<<EOF]\n6 unknown-instruction [RUNN]\n");
  // The builder speaks of the first line of the body, so a finding stands there.
  EXPECT_EQ(errors_in("FROM a\nRUN cat<<EOF && \\\n b && \\\n c\nhello\nEOF\n"),
            "2 hidden-heredoc [<<EOF]\n5 unknown-instruction [hello]\n"
            "6 unknown-instruction [EOF]\n");
  EXPECT_EQ(errors_in("FROM a\nRUN echo $((1<<2))\nRUN b\n"), "");
}

TEST(Broken, WhatAContinuationSwallowedIsOneFinding) {
  EXPECT_EQ(errors_in("FROM a\nENV B=c \\\n\nRUN d\nUSER e\n"), "4 swallowed-instruction [RUN]\n");
  EXPECT_EQ(errors_in("FROM a\nEXPOSE 80 \\\nCMD [\"b\"]\n"), "3 swallowed-instruction [CMD]\n");
  EXPECT_EQ(mended("FROM a\nEXPOSE 80 \\\nCMD [\"b\"]\n", Safety::unsafe),
            "FROM a\nEXPOSE 80\nCMD [\"b\"]\n");
}

TEST(Broken, WordsOfScriptsAreNotSwallowed) {
  for (const std::string_view text : {
           "FROM a\nRUN printf '%s' 'FROM x \\\nUSER y'\n",
           "FROM a\nRUN b \\\n  USER c\n",
           "FROM a\nRUN useradd \\\nUSER\n",
           "FROM a\nRUN b && \\\n\n# c\nd\n",
           "FROM a\nCOPY a \\\n b \\\nRUNTIME/ c\n",
       }) {
    EXPECT_EQ(found_in(text, Severity::warning).find("swallowed"), std::string::npos) << text;
  }
}

TEST(Broken, NamesALineThatIsTooLong) {
  const std::string text = "FROM a\nRUN " + std::string(65532, 'x') + "\n";
  EXPECT_EQ(errors_in(text), "2 line-too-long [RUN " + std::string(26, 'x') + "]\n");
  EXPECT_EQ(errors_in("FROM a\nRUN " + std::string(65531, 'x') + "\n"), "");
}

TEST(Broken, AnEmptyFileHasAFinding) {
  EXPECT_EQ(errors_in(""), "1 no-stages []\n");
  EXPECT_EQ(errors_in("\n\n"), "1 no-stages []\n");
}

TEST(Broken, ManyProblemsTakeLittleTime) {
  std::string text = "FROM a\nENV A=b";
  for (int i = 0; i < 20000; ++i) text += " \\\nRUN c";
  EXPECT_EQ(errors_in(text + "\n").substr(0, 28), "3 swallowed-instruction [RUN");
}

// One error says it all, at the first place that the builder refuses.
TEST(Broken, TemplatesAreNamedOnce) {
  EXPECT_EQ(errors_in("FROM debian:12\n{{#each ports}}\nEXPOSE {{ . }}\n{{/each}}\nfoo bar\n"),
            "2 unrendered-template [{{#each ports}}]\n");
  EXPECT_EQ(errors_in("FROM {{ image }} AS base\nWORKDIR /a\n{% if x %}\nRUN a\n{% endif %}\n"),
            "1 unrendered-template [{{ image }} AS base]\n");
  EXPECT_EQ(errors_in("<%\nbase = 'x'\n-%>\nFROM <%= base %>\n"), "1 unrendered-template [<%]\n");
  EXPECT_EQ(errors_in("FROM a\nLABEL Name={{ name }} Version={{ version }}\nEXPOSE {{ port }}\n"),
            "2 unrendered-template [{{ name }} Version={{ version ]\n");
  // What the builder refuses before it stays.
  EXPECT_EQ(errors_in("FROM debian:12\nRNU a\n{% if x %}\nRUN a\n{% endif %}\n"),
            "2 unknown-instruction [RNU]\n3 unrendered-template [{% if x %}]\n");
  EXPECT_EQ(errors_in("FROM debian:12\nEXPOSE {{ port }}\n{% if x %}\nRUN a\n{% endif %}\n"),
            "2 unrendered-template [{{ port }}]\n");
}

TEST(Broken, BracesMakeNoTemplate) {
  EXPECT_EQ(errors_in("FROM debian:12\nRUN docker ps --format '{{.ID}}'\nCMD {{ cmd }}\n"), "");
  EXPECT_EQ(errors_in("FROM debian:12\nRUN <<EOF\n{% if x %}\nEOF\n"), "");
  EXPECT_EQ(errors_in("FROM debian:12\n}}\nfoo {{ port }}\n").find("template"), std::string::npos);
}

}  // namespace
}  // namespace dflint
