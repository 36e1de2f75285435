// Quick fixes: of rules, of the editor alone, and comments that silence.
#include <gtest/gtest.h>

#include "tests/server/features/edited.h"

namespace dflint {
namespace {

void check(std::string_view title, std::string_view before, std::string_view after) {
  EXPECT_EQ(after_action(before, title), without_newline(after)) << before;
}

constexpr std::string_view none_such = "no such action";

TEST(QuickFixes, AreThoseOfTheFindings) {
  const Opened opened("FROM debian:12\nRNU true\nWORKDIR a\n");
  const Actions actions = opened.at({16, 16});
  ASSERT_FALSE(actions.empty());
  EXPECT_EQ(actions[0].title, "Replace `RNU` by `RUN`");
  EXPECT_EQ(to_string(actions[0].kind), "quickfix");
  ASSERT_NE(actions[0].finding, nullptr);
  EXPECT_EQ(actions[0].finding->rule->name, "unknown-instruction");
  EXPECT_EQ(opened.after(actions[0]), "FROM debian:12\nRUN true\nWORKDIR a\n");
  for (const Action& action : actions) {
    if (!action.finding) continue;
    EXPECT_EQ(action.finding->place.in->statement.word.span, (Span{0, 3}));
  }
}

TEST(QuickFixes, PreferOneSafeFix) {
  const Opened opened("FROM debian:12\nENV A b\nRUN apt-get install x\n");
  size_t preferred = 0;
  for (const Action& action : opened.at({15, 40})) {
    if (!action.preferred) continue;
    ++preferred;
    ASSERT_EQ(action.finding->fixes.size(), 1u);
    EXPECT_EQ(action.finding->fixes[0].safety, Safety::safe);
  }
  EXPECT_GT(preferred, 0u);
}

TEST(QuickFixes, NothingTwice) {
  const Opened opened("FROM debian:12\nENV A b\n");
  size_t writes = 0;
  for (const Action& action : opened.at({19, 19})) writes += action.title == "Write `A=…`";
  EXPECT_EQ(writes, 1u);
}

TEST(Suppress, AboveTheInstruction) {
  check("Ignore `key-equals-value` here", "FROM debian:12\n# why\n  ENV A<|> b\n",
        "FROM debian:12\n# why\n  # dflint ignore=key-equals-value\n  ENV A b\n");
  check("Ignore `key-equals-value` here", "FROM debian:12\r\nENV A<|> b\r\n",
        "FROM debian:12\r\n# dflint ignore=key-equals-value\r\nENV A b\r\n");
}

TEST(Suppress, JoinsTheComment) {
  check("Ignore `key-equals-value` here", R"(
FROM debian:12
# dflint ignore=no-secrets-in-arg-or-env, no-latest-tag for a reason
ENV A<|> b
)",
        R"(
FROM debian:12
# dflint ignore=no-secrets-in-arg-or-env, no-latest-tag,key-equals-value for a reason
ENV A b
)");
}

TEST(Suppress, InTheFile) {
  check(
      "Ignore `key-equals-value` in this file",
      "# syntax=docker/dockerfile:1\nFROM debian:12\nENV A<|> b\n",
      "# syntax=docker/dockerfile:1\n# dflint ignore-file=key-equals-value\nFROM debian:12\nENV A "
      "b\n");
  check("Ignore `key-equals-value` in this file",
        "FROM debian:12\n# dflint ignore-file=no-latest-tag why\nENV A<|> b\n",
        "FROM debian:12\n# dflint ignore-file=no-latest-tag,key-equals-value why\nENV A b\n");
}

TEST(Suppress, SilencesWhatItSays) {
  for (std::string_view title :
       {"Ignore `key-equals-value` here", "Ignore `key-equals-value` in this file"}) {
    const Opened opened(after_action("FROM debian:12\nENV A<|> b\nCMD [\"x\"]\n", title));
    for (const Finding& finding : opened.findings)
      EXPECT_NE(finding.rule->name, "key-equals-value") << title;
  }
}

TEST(FixAll, AppliesWhatIsSafe) {
  const Opened opened("FROM debian:12\nENV A b\nRUN true\nworkdir /x\nCMD x\n");
  const std::vector<Edit> edits = fix_all_edits(*opened.snapshot, default_rules());
  EXPECT_EQ(applied(opened.snapshot->document.text.bytes(), edits),
            "FROM debian:12\nENV A=b\nRUN true\nWORKDIR /x\nCMD x\n");
  for (const Edit& edit : edits) EXPECT_LT(edit.range.size(), 10u);
}

TEST(Alternatives, Casing) {
  check("Write `FROM`", "fr<|>om node", "FROM node");
  check("Write `COPY`", "FROM node\nONBUILD co<|>py a b\n", "FROM node\nONBUILD COPY a b\n");
  check("Write `FROM`", "FROM<|> node", none_such);
  check("Write `escape`", "# esC<|>Ape=`\nFROM node", "# escape=`\nFROM node");
}

TEST(Alternatives, EscapeDirective) {
  check("Use a backslash", "# escape=a<|>b\r\nFROM node", "# escape=\\\r\nFROM node");
  check("Use a backtick", "# escape=a<|>b\r\nFROM node", "# escape=`\r\nFROM node");
}

TEST(Alternatives, Flags) {
  check("Replace `--x` by `--chown`", "FROM a\nADD --x<|>=bb . .", "FROM a\nADD --chown=bb . .");
  check("Replace `--` by `--from`", "FROM a\nCOPY --<|> . .", "FROM a\nCOPY --from . .");
  check("Replace `--x` by `--from`", "FROM a\nCOPY --from=b --x<|>=c . .", none_such);
  check("Replace `--x` by `--mount`", "FROM a\nRUN --mount=type=ssh --x<|> a",
        "FROM a\nRUN --mount=type=ssh --mount a");
  check("Replace `--chown` by `--from`", "FROM a\nCOPY --chown<|>=a . .", none_such);
}

TEST(Alternatives, SurplusArguments) {
  check("Remove what follows", "FROM node\nSTOPSIGNAL SIGTERM \\\nex<|>tra",
        "FROM node\nSTOPSIGNAL SIGTERM \\\n");
  check("Remove what follows", "FROM node AS a b<|> c\n", "FROM node AS a \n");
  check("Remove what follows", "FROM node<|> AS a\n", none_such);
  check("Remove what follows", "FROM a\nHEALTHCHECK NONE x<|>\n", "FROM a\nHEALTHCHECK NONE \n");
}

TEST(Alternatives, BlankLines) {
  check("Remove the blank lines here", "FROM a\nRUN a && \\\n<|>\n  \nb && \\\n\nc\n",
        "FROM a\nRUN a && \\\nb && \\\n\nc\n");
  check("Remove the blank lines here", "FROM a\rRUN a && \\\r<|> \rb", "FROM a\rRUN a && \\\rb");
  check("Remove the blank lines here", "FROM a\n<|>\nRUN a\n", none_such);
  check("Remove the blank lines here", "FROM a\nRUN <<E\na \\\n<|>\nE\n", none_such);
}

}  // namespace
}  // namespace dflint
