// Findings are lent only where they cannot have changed, and come in order of the text.
#include "rules/lint.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "rules/report.h"
#include "rules/shown.h"
#include "tests/support/edits.h"
#include "tests/support/properties.h"

namespace dflint {
namespace {

void report_keyword(const Instruction& in, Report& report) {
  if (!in.statement.word.empty()) report.add(in.statement.word, "line " + std::string(in.line()));
}

void report_command(const Command& command, Report& report) {
  report.add(command.span, "runs " + std::string(command.name()));
}

void report_stage(const Stage& stage, const Plan&, Report& report) {
  report.add({stage.from, stage.from->statement.word.span}, "stage " + std::string(stage.name));
}

void report_edges(const Plan& plan, const Document&, Report& report) {
  for (const Edge& edge : plan.edges) report.add(edge.place, "needs " + std::string(edge.name));
}

template <typename Function>
Rule toy(std::string_view name, Function check) {
  return {.name = name,
          .category = Category::style,
          .severity = Severity::info,
          .summary = "",
          .why = "",
          .examples = {},
          .check = check};
}

const RuleSet& toys() {
  static const std::vector<Rule> rules = {
      toy("toy-command", report_command), toy("toy-edges", report_edges),
      toy("toy-keyword", report_keyword), toy("toy-stage", report_stage)};
  static const RuleSet set(rules);
  return set;
}

std::string found(std::string_view text) {
  const SnapshotPtr seen = snapshot(Text(std::string(text)), toys());
  Locator locator(seen->document);
  std::string list;
  for (const Finding& finding : all_findings(seen->document, seen->plan, seen->lint, toys())) {
    const Range range = locator.range(finding.place);
    list.append(finding.rule->name).append(" ");
    list.append(text.substr(range.begin, range.size())).append("; ");
  }
  return list;
}

TEST(Lint, RunsEveryKindOfCheck) {
  EXPECT_EQ(found("FROM a AS b\nRUN c && d\nFROM b\nCOPY --from=b /x /y\n"),
            "toy-keyword FROM; toy-stage FROM; toy-keyword RUN; toy-command c; "
            "toy-command d; toy-keyword FROM; toy-stage FROM; toy-edges b; toy-keyword COPY; "
            "toy-edges b; ");
  EXPECT_EQ(found(""), "");
}

TEST(Lint, LendsWhatDidNotChange) {
  const SnapshotPtr old = snapshot(Text("FROM a\nRUN b\nRUN c\nRUN d\n"), toys());
  const SnapshotPtr now = next(*old, {{17, 18}, "cc"}, toys());  // RUN c
  ASSERT_EQ(now->lint.local.size(), 4u);
  EXPECT_EQ(now->lint.local[0], old->lint.local[0]);
  EXPECT_EQ(now->lint.local[1], old->lint.local[1]);
  EXPECT_NE(now->lint.local[2], old->lint.local[2]);
  EXPECT_EQ(now->lint.local[3], old->lint.local[3]);
}

TEST(Lint, AnotherShellIsAChange) {
  const SnapshotPtr old = snapshot(Text("FROM a\nSHELL [\"sh\", \"-c\"]\nRUN b\n"), toys());
  const SnapshotPtr now = next(*old, {{15, 17}, "pwsh"}, toys());
  EXPECT_NE(now->lint.local[2], old->lint.local[2]);
}

TEST(Lint, NextEqualsAfresh) {
  for (const std::string_view start :
       {"FROM a AS b\nRUN c && d\n# dflint ignore=toy-command\nRUN e\n",
        "FROM a\nSHELL [\"pwsh\"]\nRUN b | c\nSHELL [\"sh\"]\nRUN <<EOF\nd\nEOF\nRUN e\n",
        "# escape=`\nFROM a\nRUN b `\n # c\n && d\nFROM a\nCOPY --from=0 e f\n"}) {
    Choices choices(7);
    SnapshotPtr at = snapshot(Text(std::string(start)), toys());
    for (int i = 0; i < 300; ++i) {
      const Edit edit = random_edit(choices, at->document.text.bytes());
      SnapshotPtr after;
      ASSERT_EQ(check_next(*at, edit, toys(), after), "")
          << quoted(at->document.text.bytes()) << " " << edit.range.begin << "-" << edit.range.end
          << " " << quoted(edit.text);
      at = after;
    }
  }
}

// One finding for all that hadolint would say once, so its fix does all of it.
// One defect, one finding: unless somebody asks for the other rule.
TEST(Lint, LeavesOutWhatAnotherRuleSaysBetter) {
  const auto found = [](std::string_view text, std::vector<std::string> select) {
    RuleSet rules(builtin_rules());
    rules.select({std::move(select), {}});
    const SnapshotPtr seen = snapshot(Text(std::string(text)), rules);
    std::string names;
    for (const Finding& f : all_findings(seen->document, seen->plan, seen->lint, rules)) {
      names += std::string(f.rule->name) + " ";
    }
    return names;
  };
  constexpr std::string_view text = "FROM debian:12\nCMD ['a']\n";
  EXPECT_EQ(found(text, {}), "malformed-exec-form ");
  EXPECT_EQ(found(text, {"exec-form-command"}), "exec-form-command ");
  EXPECT_EQ(found(text, {"default", "exec-form-command"}),
            "exec-form-command malformed-exec-form ");
  EXPECT_EQ(found(text, {"buildkit", "correctness"}), "exec-form-command malformed-exec-form ");
  EXPECT_EQ(found("FROM acme/a:1\nRUN curl -fsS https://a.test/b | sh\n", {}),
            "download-piped-to-shell ");
}

TEST(Lint, JoinsFixesAsHadolint) {
  RuleSet rules(builtin_rules());
  rules.select({.select = {"hadolint"}, .ignore = {"shellcheck"}});
  const SnapshotPtr seen =
      snapshot(Text("FROM a:1\nRUN apt-get -y install b && apt-get -y install c\n"), rules);
  std::vector<size_t> edits;
  for (const Finding& finding : all_findings(seen->document, seen->plan, seen->lint, rules)) {
    if (finding.rule->name != "apt-no-recommends") continue;
    ASSERT_FALSE(finding.fixes.empty());
    edits.push_back(finding.fixes[0].replacements.size());
  }
  EXPECT_EQ(edits, std::vector<size_t>{2});
}

}  // namespace
}  // namespace dflint
