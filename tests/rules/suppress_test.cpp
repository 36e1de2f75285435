// What comments silence, and what is said about comments without effect.
#include "rules/suppress.h"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "rules/fix.h"
#include "rules/manual.h"
#include "rules/report.h"
#include "rules/shown.h"

namespace dflint {

Rule unknown_suppression();
Rule unused_suppression();

namespace {

void report_run(const Instruction& in, Report& report) {
  if (in.statement.keyword == Keyword::run) report.add(in.statement.word, "a RUN");
}

void report_env(const Instruction& in, Report& report) {
  if (in.statement.keyword == Keyword::env) report.add(in.statement.word, "an ENV");
}

void report_arg(const Instruction& in, Report& report) {
  if (in.statement.keyword == Keyword::arg) report.add(in.statement.word, "an ARG");
}

void report_lower(const Instruction& in, Report& report) {
  const std::string_view word = in.value(in.statement.word);
  if (!word.empty() && word[0] >= 'a') report.add(in.statement.word, "lower case");
}

// Every CMD but the last of the file, silenced by BuildKit above the next one.
void report_cmd(const Plan&, const Document& document, Report& report) {
  const Instruction* last = nullptr;
  for (const InstructionPtr& in : document.instructions) {
    if (in->statement.keyword != Keyword::cmd) continue;
    if (last) report.add({last, last->statement.word.span}, "a CMD").suppress_at = in.get();
    last = in.get();
  }
}

Rule rule(std::string_view name, std::string_view alias, Category category, Severity severity,
          Check check) {
  return {.name = name,
          .aliases = {alias},
          .category = category,
          .severity = severity,
          .summary = "",
          .why = "",
          .examples = {},
          .check = check};
}

const std::vector<Rule>& toys() {
  static const std::vector<Rule> rules = {
      rule("toy-arg", "InvalidDefinitionDescription", Category::style, Severity::info, report_arg),
      rule("toy-case", "ConsistentInstructionCasing", Category::style, Severity::info,
           report_lower),
      rule("toy-cmd", "MultipleInstructionsDisallowed", Category::style, Severity::info,
           report_cmd),
      rule("toy-env", "DL3998", Category::security, Severity::error, report_env),
      {.name = "toy-run",
       .aliases = {"DL3999", "JSONArgsRecommended"},
       .category = Category::cache,
       .severity = Severity::info,
       .summary = "",
       .why = "",
       .examples = {},
       .check = report_run},
      unknown_suppression(),
      unused_suppression(),
  };
  return rules;
}

// "line rule: message", one line a finding; without the message for toys.
std::string all(std::string_view text, const Selection& selection = {}) {
  RuleSet rules(toys());
  EXPECT_TRUE(rules.select(selection).empty());
  const SnapshotPtr seen = snapshot(Text(std::string(example_text(text))), rules);
  Locator locator(seen->document);
  std::string list = "\n";
  for (const Finding& finding : all_findings(seen->document, seen->plan, seen->lint, rules)) {
    const uint32_t line = seen->document.text.line_of(locator.range(finding.place).begin);
    list += fmt::format("{} {}", line, finding.rule->name);
    if (!finding.rule->name.starts_with("toy")) list += ": " + finding.message;
    list += "\n";
  }
  return list;
}

// Without findings about the comments.
std::string loud(std::string_view text) {
  return all(text, {{}, {"unknown-suppression", "unused-suppression"}});
}

TEST(Suppress, NothingWithoutComments) {
  EXPECT_EQ(loud(R"(
FROM a
RUN b
ENV c=d
)"),
            R"(
2 toy-run
3 toy-env
)");
}

TEST(Suppress, AboveAnInstruction) {
  EXPECT_EQ(loud(R"(
FROM a
# dflint ignore=toy-run
RUN b
RUN b
#dflint ignore = toy-env , DL3999 because of this

# another comment

RUN b
  # dflint ignore=dl3999
RUN b
# hadolint ignore=DL3999
# and another
RUN b
# hadolint ignore=DL3998, DL3999 # why
RUN b
# dflint ignore=cache
RUN b
# dflint ignore=all
RUN b
)"),
            R"(
4 toy-run
)");
}

TEST(Suppress, NotByOtherComments) {
  EXPECT_EQ(loud(R"(
FROM a
# dflint: ignore=toy-run
RUN b
# dflint ignored=toy-run
RUN b
# please: dflint ignore=toy-run
RUN b
# dflint ignore=because toy-run
RUN b
# hadolint shell=toy-run
RUN b
# dflint ignore=toy-env
RUN b
# dflint ignore=
RUN b
# dflint ignore=security
RUN b
)"),
            R"(
3 toy-run
5 toy-run
7 toy-run
9 toy-run
11 toy-run
13 toy-run
15 toy-run
17 toy-run
)");
}

TEST(Suppress, InsideAnInstruction) {
  EXPECT_EQ(loud(R"(
FROM a
RUN b && \
    # dflint ignore=toy-run
    c
RUN b && \
    # hadolint ignore=DL3999
    c
RUN <<EOF
# dflint ignore=toy-run
EOF
RUN b # dflint ignore=toy-run
)"),
            R"(
5 toy-run
8 toy-run
11 toy-run
)");
}

TEST(Suppress, WholeFileAndStage) {
  EXPECT_EQ(loud(R"(
FROM a
RUN b
RUN c
# dflint ignore-file=toy-run
)"),
            "\n");
  EXPECT_EQ(loud(R"(
FROM a
RUN b
# hadolint global ignore=DL3999
)"),
            "\n");
  EXPECT_EQ(loud(R"(
FROM a
RUN b
# hadolint stage ignore=DL3999
FROM c
RUN d
FROM e
RUN f
)"),
            R"(
2 toy-run
7 toy-run
)");
}

TEST(Suppress, ErrorsOnlyByName) {
  EXPECT_EQ(loud(R"(
FROM a
# dflint ignore=all
ENV b=c
# dflint ignore=security
ENV b=c
# dflint ignore=toy-env
ENV b=c
)"),
            R"(
3 toy-env
5 toy-env
)");
}

TEST(Suppress, BuildkitAboveAnInstruction) {
  EXPECT_EQ(loud(R"(
FROM a
# check=skip=JSONArgsRecommended
RUN b
# CHECK = skip=all

RUN b
# check=error=true;skip=X,JSONArgsRecommended why
# more
RUN b
# check=skip=JSONArgsRecommended
#
RUN no
  # check=skip=JSONArgsRecommended
RUN no
# check=skip=X
# check=skip=JSONArgsRecommended
RUN no
# check=skip=jsonargsrecommended
RUN no
# check=skip=X, JSONArgsRecommended
RUN no
# check=skip=JSONArgsRecommended;nonsense
RUN no
# check=skip=JSONArgsRecommended;skip=X
RUN no
)"),
            R"(
12 toy-run
14 toy-run
17 toy-run
19 toy-run
21 toy-run
23 toy-run
25 toy-run
)");
}

TEST(Suppress, BuildkitForTheFile) {
  EXPECT_EQ(loud("# check=skip=JSONArgsRecommended\nFROM a\nRUN b\nrun c\n"), "\n4 toy-case\n");
  EXPECT_EQ(loud("# check=skip=all\nFROM a\nrun c\n"), "\n");
  EXPECT_EQ(loud("#!/x\n# check=skip=all\nFROM a\nRUN c\n"), "\n");
  EXPECT_EQ(loud("# syntax=x\n# check=skip=all\n# escape=`\nFROM a\nRUN c\n"), "\n");
  EXPECT_EQ(loud("# words\n\n# check=skip=all\n\nFROM a\nRUN c\n"), "\n6 toy-run\n");
  EXPECT_EQ(loud("# check=skip=all;bad=1\nFROM a\nRUN c\n"), "\n3 toy-run\n");
  EXPECT_EQ(loud("# check=skip=all;\nFROM a\nRUN c\n"), "\n3 toy-run\n");
  EXPECT_EQ(loud("# check=error=true;skip=X;skip=JSONArgsRecommended\nFROM a\nRUN c\n"), "\n");
}

TEST(Suppress, BuildkitSkipsSomeChecksOnlyForTheFile) {
  EXPECT_EQ(loud(R"(
FROM a
# check=skip=ConsistentInstructionCasing
run b
# check=skip=all
run b
# dflint ignore=ConsistentInstructionCasing,toy-run
run b
)"),
            R"(
3 toy-case
3 toy-run
5 toy-case
)");
  EXPECT_EQ(loud("# check=skip=ConsistentInstructionCasing\nFROM a\nrun c\n"), "\n3 toy-run\n");
}

TEST(Suppress, BuildkitLooksAboveTheLaterInstruction) {
  EXPECT_EQ(loud(R"(
FROM a
# check=skip=MultipleInstructionsDisallowed
CMD ["b"]
CMD ["c"]
)"),
            R"(
3 toy-cmd
)");
  EXPECT_EQ(loud(R"(
FROM a
CMD ["b"]
# check=skip=MultipleInstructionsDisallowed
CMD ["c"]
)"),
            "\n");
  EXPECT_EQ(loud(R"(
FROM a
# dflint ignore=toy-cmd
CMD ["b"]
CMD ["c"]
)"),
            "\n");
}

TEST(Suppress, ExperimentalChecksOnlyWhereAsked) {
  EXPECT_EQ(loud("FROM a\nARG b\n"), "\n");
  EXPECT_EQ(loud("# check=experimental=all\nFROM a\nARG b\n"), "\n3 toy-arg\n");
  EXPECT_EQ(loud("# check=skip=all;experimental=X,InvalidDefinitionDescription\nFROM a\nARG b\n"),
            "\n3 toy-arg\n");
  EXPECT_EQ(loud("FROM a\n# check=experimental=InvalidDefinitionDescription\nARG b\nARG c\n"),
            "\n3 toy-arg\n");
  EXPECT_EQ(all("FROM a\nARG b\n", {{"style"}, {}}), "\n");
  EXPECT_EQ(all("FROM a\nARG b\n", {{"toy-arg"}, {}}), "\n2 toy-arg\n");
}

TEST(Suppress, SaysWhichNamesAreUnknown) {
  EXPECT_EQ(all(R"(
FROM a
# dflint ignore=toy-rnu,nonsense-of-mine,DL1234,SC2086,StageNameCasing
# hadolint ignore=DL3OO8
# check=skip=jsonargsrecommended
ENV a=b
)",
                {{"unknown-suppression"}, {}}),
            R"(
2 unknown-suppression: no rule is named `toy-rnu`; did you mean `toy-run`?
2 unknown-suppression: no rule is named `nonsense-of-mine`
3 unknown-suppression: no rule is named `DL3OO8`; did you mean `DL3998`?
4 unknown-suppression: no rule is named `jsonargsrecommended`; did you mean `JSONArgsRecommended`?
)");
}

// Comments in another form than the one that is read.
TEST(Suppress, SaysWhichFormIsMeant) {
  const auto meant = [](const std::string& comment) {
    const std::string text = "\nFROM a\n# " + comment + "\nRUN b\n";
    const std::string found = all(text, {{"unknown-suppression"}, {}});
    constexpr std::string_view before =
        "\n2 unknown-suppression: this silences nothing; the form is `# ";
    if (!found.starts_with(before)) return found == "\n" ? std::string() : found;
    return found.substr(before.size(), found.size() - before.size() - 2);
  };
  EXPECT_EQ(meant("dflint: ignore=toy-run why"), "dflint ignore=toy-run");
  EXPECT_EQ(meant("dflint:ignore=toy-run,toy-env"), "dflint ignore=toy-run,toy-env");
  EXPECT_EQ(meant("dflint: ignore=toy-rnu"), "dflint ignore=toy-rnu");
  EXPECT_EQ(meant("dflint ignore toy-run, toy-env why"), "dflint ignore=toy-run,toy-env");
  EXPECT_EQ(meant("dflint ignore: toy-run"), "dflint ignore=toy-run");
  EXPECT_EQ(meant("dflint ignore-file all"), "dflint ignore-file=all");
  EXPECT_EQ(meant("dflint disable toy-run"), "dflint ignore=toy-run");
  EXPECT_EQ(meant("hadolint ignore DL3008 DL3999 for now"), "hadolint ignore=DL3008,DL3999");
  EXPECT_EQ(meant("hadolint: ignore=DL3008"), "hadolint ignore=DL3008");
  EXPECT_EQ(meant("hadolint global ignore DL3008"), "hadolint global ignore=DL3008");
  for (const char* prose :
       {"dflint ignore this", "dflint ignores toy-run", "hadolint ignore all of it",
        "hadolint ignore: we need the latest", "dflint: ignore the next line", "hadolint DL3008",
        "hadolint and dflint ignore toy-run", "dflint: off", "dflint ignore=toy-run",
        "hadolint ignore = DL3999", "dflint ignore", "dflint: ignore=", "dflint format off"}) {
    EXPECT_EQ(meant(prose), "") << prose;
  }
  EXPECT_EQ(
      all("FROM a\nRUN b \\\n# dflint: ignore=toy-run\n# hadolint ignore DL3999\nc\n",
          {{"unknown-suppression"}, {}}),
      "\n3 unknown-suppression: this silences nothing; the form is `# dflint ignore=toy-run`\n");
}

TEST(Suppress, SaysWhichCommentsAreUnused) {
  EXPECT_EQ(all(R"(
FROM a
# dflint ignore=toy-run,toy-env
ENV a=b
# dflint ignore=all
WORKDIR /a
# hadolint stage ignore=DL3999
FROM b
# check=skip=ConsistentInstructionCasing
run c
FROM d
# dflint ignore-file=MultipleInstructionsDisallowed
)"),
            R"(
2 unused-suppression: `toy-run` silences nothing in this instruction
4 unused-suppression: `all` silences nothing in this instruction
8 unused-suppression: BuildKit skips `ConsistentInstructionCasing` only in a `# check=` at the top of the file
9 toy-case
11 unused-suppression: `MultipleInstructionsDisallowed` silences nothing in this file
)");
}

TEST(Suppress, SaysWhichCommentsNobodyReads) {
  EXPECT_EQ(all(R"(
FROM a
# dflint disable=toy-run
# dflint ignores this
# hadolint skip=DL3999
# hadolint shell=bash
WORKDIR /b
  # check=skip=JSONArgsRecommended
WORKDIR /c
# check=skip=DuplicateStageName
#
# check=error=true
# check=experimental=all
WORKDIR /d
# check=skip=A;sikp=B
WORKDIR /e
# check = out what happens here
WORKDIR \
# check=skip=all
  /f
# check=skip=all
)",
                {{"unused-suppression", "unknown-suppression"}, {}}),
            R"(
2 unknown-suppression: only `ignore=` and `ignore-file=` silence findings
4 unknown-suppression: only `ignore=` silences findings
7 unused-suppression: BuildKit reads a `# check=` only where its line begins with `#`
9 unused-suppression: BuildKit forgets this for the empty comment below it
11 unused-suppression: BuildKit reads `error` only in a `# check=` at the top of the file
12 unused-suppression: BuildKit reads only the first `# check=` above an instruction
14 unused-suppression: BuildKit does not understand these options
18 unused-suppression: BuildKit reads a `# check=` only above an instruction, not inside
20 unused-suppression: no instruction follows that this could be about
)");
  const Selection selection{{"unused-suppression"}, {}};
  EXPECT_EQ(all("  # check=skip=all\nFROM a\n", selection),
            "\n1 unused-suppression: BuildKit reads a `# check=` only where its line begins with "
            "`#`\n");
  EXPECT_EQ(all("# check=error=true\nFROM a\n", selection), "\n");
  EXPECT_EQ(all("#!/x\n# check=error=true\nFROM a\n", selection), "\n");
  EXPECT_EQ(all("# words\n# check=error=true\nFROM a\n", selection),
            "\n2 unused-suppression: BuildKit reads `error` only in a `# check=` at the top of the "
            "file\n");
}

TEST(Suppress, SaysNothingOfWhatItCannotKnow) {
  // Rules that are off, instructions that were not understood.
  EXPECT_EQ(all(R"(
FROM a
# dflint ignore=toy-env
WORKDIR /a
# dflint ignore=all
WORKDIR /a
# dflint ignore=toy-run
RNU b
# check=skip=all
WORKDIR /c
)",
                {{"toy-run", "unused-suppression"}, {}}),
            "\n");
}

TEST(Suppress, FindingsAboutCommentsAreSilencedByName) {
  EXPECT_EQ(all(R"(
FROM a
# dflint ignore=unused-suppression
# dflint ignore=toy-env
WORKDIR /a
# dflint ignore-file=unknown-suppression,nonsense
)"),
            "\n");
}

// All names taken out one after the other.
std::string mended(std::string_view text) {
  RuleSet rules(toys());
  rules.select({{"toy-run", "toy-env", "unused-suppression", "unknown-suppression"}, {}});
  return "\n" + fix(Text(std::string(example_text(text))), rules, Safety::unsafe).text;
}

TEST(Suppress, RemovesNamesAndComments) {
  EXPECT_EQ(mended(R"(
FROM a
# dflint ignore=toy-run, toy-env, toy-run why
WORKDIR /b
# dflint ignore=DL3999,DL3998,DL3000
# hadolint ignore=DL3998
RUN c && \
    # dflint ignore=toy-env
    d
# dflint ignore=DL3999, toy-enb
ENV e=f
)"),
            R"(
FROM a
WORKDIR /b
# dflint ignore=DL3999,DL3000
# hadolint ignore=DL3998
RUN c && \
    d
# dflint ignore=toy-env
ENV e=f
)");
  EXPECT_EQ(mended("FROM a\n \t# check=skip=JSONArgsRecommended\n# dflint disable=all\nRUN b\n"),
            "\nFROM a\n# check=skip=JSONArgsRecommended\n# dflint ignore=all\nRUN b\n");
  // The line after would become a parser directive.
  EXPECT_EQ(mended(R"(
# dflint ignore=toy-run
# escape=`
FROM a
)"),
            R"(
# dflint ignore=toy-run
# escape=`
FROM a
)");
}

// Another program may find what is not found here.
TEST(Suppress, RemovesCommentsForOthersOnlyWhenAsked) {
  RuleSet rules(builtin_rules());
  const auto safely = [&](const std::string& text) {
    return fix(Text(text), rules, Safety::safe).text;
  };
  const std::string hadolint = "FROM a:1\n# hadolint ignore=DL3025\nUSER b\n";
  EXPECT_EQ(safely(hadolint), hadolint);
  EXPECT_EQ(safely("FROM a:1\n# dflint ignore=exec-form-command\nUSER b\n"), "FROM a:1\nUSER b\n");
}

}  // namespace
}  // namespace dflint
