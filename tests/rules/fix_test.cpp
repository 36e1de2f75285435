// Fixes are applied together where they can be, and never bring an error.
#include "rules/fix.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "rules/report.h"

namespace dflint {
namespace {

// Reports each place where the word stands in a RUN, with a fix that puts `by` there.
void replace_each(const Instruction& in, Report& report, std::string_view word, std::string_view by,
                  Safety safety = Safety::safe) {
  if (in.statement.keyword != Keyword::run) return;
  for (size_t at = in.text.find(word, in.body.begin); at != std::string::npos;
       at = in.text.find(word, at + word.size())) {
    const Span span{static_cast<uint32_t>(at), static_cast<uint32_t>(at + word.size())};
    report.add(span, "old")
        .fixes.push_back(replace({&in, span}, std::string(by), "Replace it", safety));
  }
}

void one_to_two(const Instruction& in, Report& report) { replace_each(in, report, "one", "two"); }
void two_to_three(const Instruction& in, Report& report) {
  replace_each(in, report, "two", "three", Safety::unsafe);
}
void ab_to_c(const Instruction& in, Report& report) { replace_each(in, report, "ab", "c"); }
void bb_to_d(const Instruction& in, Report& report) { replace_each(in, report, "bb", "d"); }
void flip(const Instruction& in, Report& report) { replace_each(in, report, "flip", "flop"); }
void flop(const Instruction& in, Report& report) { replace_each(in, report, "flop", "flip"); }
// Makes an instruction that nobody knows.
void break_line(const Instruction& in, Report& report) {
  replace_each(in, report, "break", "x\nNONSENSE");
}
// Both insert the same at the same place.
void semicolon(const Instruction& in, Report& report) {
  if (in.statement.keyword != Keyword::run || in.text.ends_with(";\n")) return;
  const Span end{in.body.end, in.body.end};
  report.add(end, "no semicolon").fixes.push_back(replace({&in, end}, ";", "Add it"));
}

// Fixes with the rules of these checks alone.
std::string fixed(std::string_view text, std::vector<InstructionCheck> checks, size_t applied,
                  Safety most = Safety::safe) {
  static constexpr std::string_view names[] = {"toy-a", "toy-b", "toy-c"};
  std::vector<Rule> rules;
  for (InstructionCheck check : checks) {
    rules.push_back({.name = names[rules.size()],
                     .category = Category::style,
                     .severity = Severity::info,
                     .summary = "",
                     .why = "",
                     .examples = {},
                     .check = check});
  }
  const RuleSet set(rules);
  const FixResult result = fix(Text(std::string(text)), set, most);
  EXPECT_EQ(result.applied, applied) << text;
  return result.text;
}

TEST(Fix, AppliesEveryFixUpToItsSafety) {
  EXPECT_EQ(fixed("FROM a\nRUN one one\nRUN one\n", {one_to_two}, 3),
            "FROM a\nRUN two two\nRUN two\n");
  EXPECT_EQ(fixed("FROM a\nRUN one two\n", {one_to_two, two_to_three}, 1), "FROM a\nRUN two two\n");
  EXPECT_EQ(fixed("FROM a\nRUN one two\n", {one_to_two, two_to_three}, 3, Safety::unsafe),
            "FROM a\nRUN three three\n");
}

TEST(Fix, LeavesOverlappingOnesToTheNextRound) {
  EXPECT_EQ(fixed("FROM a\nRUN abb\n", {ab_to_c, bb_to_d}, 1), "FROM a\nRUN cb\n");
  EXPECT_EQ(fixed("FROM a\nRUN abbb\n", {ab_to_c, bb_to_d}, 2), "FROM a\nRUN cd\n");
}

TEST(Fix, MakesTheSameEditOnce) {
  EXPECT_EQ(fixed("FROM a\nRUN b\n", {semicolon, semicolon}, 2), "FROM a\nRUN b;\n");
}

TEST(Fix, ComesToAnEnd) {
  EXPECT_EQ(fixed("FROM a\nRUN flip\n", {flip, flop}, 100), "FROM a\nRUN flip\n");
}

TEST(Fix, LeavesOutWhatBringsAnError) {
  EXPECT_EQ(fixed("FROM a\nRUN break\n", {break_line}, 0), "FROM a\nRUN break\n");
  EXPECT_EQ(fixed("FROM a\nRUN one\nRUN break\nRUN one break one\n", {one_to_two, break_line}, 3),
            "FROM a\nRUN two\nRUN break\nRUN two break two\n");
}

// `first` is refused while an error would come of it, and made when that is gone.
void only_without_gate(const Instruction& in, Report& report) {
  replace_each(in, report, "first", in.text.find("gate") == std::string::npos ? "1" : "x\nNO");
}
void open_gate(const Instruction& in, Report& report) { replace_each(in, report, "gate", "door"); }

TEST(Fix, TriesAgainWhatWasRefused) {
  EXPECT_EQ(fixed("FROM a\nRUN first gate\n", {only_without_gate, open_gate}, 2),
            "FROM a\nRUN 1 door\n");
}

// Mending an error may bring another one to light, but not more.
TEST(Fix, BringsNoMoreErrorsThanItMends) {
  RuleSet rules(builtin_rules());
  rules.select({.select = {"unknown-instruction"}, .ignore = {}});
  const auto mended = [&](std::string_view text) {
    return fix(Text(std::string(text)), rules, Safety::unsafe).text;
  };
  EXPECT_EQ(mended("ARGG B=UP\nFROM a$B\n"), "ARG B=UP\nFROM a$B\n");
  EXPECT_EQ(mended("ARGG B=UP\nFROM a$B\nFROM b$B\n"), "ARGG B=UP\nFROM a$B\nFROM b$B\n");
}

TEST(Fix, IsQuickWithManyFixes) {
  std::string before = "FROM a\n", after = "FROM a\n";
  for (int i = 0; i < 3000; ++i) before += "RUN one\n", after += "RUN two\n";
  EXPECT_EQ(fixed(before, {one_to_two}, 3000), after);
}

TEST(Fix, EditsOfAFixAreInOrderOrNone) {
  const Document document = parse(Text("FROM a\nRUN b\n"));
  const Instruction* in = document.instructions.back().get();
  Fix fix{"", Safety::safe, {{{in, {4, 5}}, "c"}, {{in, {0, 3}}, "ADD"}}};
  const std::vector<Edit> edits = edits_of(document, fix);
  ASSERT_EQ(edits.size(), 2u);
  EXPECT_EQ(edits[0].range, (Range{7, 10}));
  EXPECT_EQ(edits[1].range, (Range{11, 12}));
  fix.replacements.push_back({{in, {2, 5}}, ""});
  EXPECT_TRUE(edits_of(document, fix).empty());
  const Document other = parse(Text("FROM a\n"));
  EXPECT_TRUE(edits_of(other, fix).empty());
}

}  // namespace
}  // namespace dflint
