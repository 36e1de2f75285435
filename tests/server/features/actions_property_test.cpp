// What holds for each action at each place: the text that it leaves says no less, and is read
// without new errors.
#include <gtest/gtest.h>

#include <chrono>
#include <map>

#include "tests/server/features/edited.h"
#include "tests/support/properties.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

using Troubles = std::map<int, size_t>;

// What the builder and the shells would refuse, by kind.
Troubles troubles_of(const Snapshot& snapshot) {
  Troubles troubles;
  for (const InstructionPtr& in : snapshot.document.instructions) {
    for (const Problem& problem : in->problems) ++troubles[static_cast<int>(problem.kind)];
  }
  for (const BuildProblem& problem : snapshot.plan.problems)
    ++troubles[100 + static_cast<int>(problem.kind)];
  for (const Step& step : snapshot.plan.steps) {
    if (step.script) troubles[200] += step.script->problems.size();
    for (const ScriptPtr& script : step.more) troubles[200] += script->problems.size();
  }
  return troubles;
}

bool has_more(const Troubles& now, const Troubles& before) {
  size_t sum_now = 0, sum_before = 0;
  for (const auto& [kind, count] : now) sum_now += count;
  for (const auto& [kind, count] : before) sum_before += count;
  return sum_now > sum_before;
}

// What is wrong with an action, or "".
std::string check_action(const Opened& opened, const Action& action, const Troubles& before) {
  const std::string_view text = opened.snapshot->document.text.bytes();
  if (action.title.empty()) return "no title";
  if (action.disabled.empty() == action.edits.empty()) return "neither edits nor a reason";
  uint32_t at = 0;
  for (const Edit& edit : action.edits) {
    if (edit.range.begin < at || edit.range.end < edit.range.begin || edit.range.end > text.size())
      return "edits overlap or lie outside";
    at = edit.range.end;
  }
  if (action.edits.empty()) return "";
  const std::string after = opened.after(action);
  if (after == text) return "changes nothing";
  // Fixes of findings are tried where the rules are; alternatives choose among what is broken.
  if (action.kind == ActionKind::quick_fix) return "";
  static const RuleSet no_rules = [] {
    RuleSet rules(builtin_rules());
    rules.select({{"no-latest-tag"}, {}});
    return rules;
  }();
  const SnapshotPtr next = snapshot(Text(after), no_rules);
  return has_more(troubles_of(*next), before) ? "new errors in:\n" + after : "";
}

// Every action at every `step`th place until `end`; the number of different ones.
size_t try_all(const NamedText& text, uint32_t step, std::chrono::steady_clock::time_point end) {
  const Opened opened(text.text);
  const Troubles before = troubles_of(*opened.snapshot);
  std::map<std::string, std::string> seen;
  for (uint32_t at = 0; at <= text.text.size(); at += step) {
    if (std::chrono::steady_clock::now() > end) break;
    for (const uint32_t size : {0u, 40u}) {
      for (const Action& action : opened.at({at, at + size})) {
        std::string key = action.title;
        for (const Edit& edit : action.edits)
          key += std::to_string(edit.range.begin) + ":" + edit.text;
        const auto [entry, fresh] = seen.try_emplace(std::move(key));
        if (!fresh) continue;
        const std::string wrong = check_action(opened, action, before);
        EXPECT_EQ(wrong, "") << text.name << " at " << at << ": " << action.title << "\n"
                             << quoted(text.text);
        if (!wrong.empty()) return seen.size();
      }
    }
  }
  return seen.size();
}

TEST(ActionProperties, EveryPlaceOfOwnTexts) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  size_t actions = 0;
  for (const NamedText& text : own_texts()) actions += try_all(text, 1, end);
  EXPECT_GT(actions, 50u);
}

TEST(ActionProperties, PlacesOfCollectedTexts) {
  const std::vector<NamedText> texts = collected_texts();
  if (texts.empty()) GTEST_SKIP() << "no collection beside the repository";
  const auto seconds = number_from("DFLINT_SECONDS", 8);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  // A sample of the whole.
  for (size_t i = 0, at = 0; i < texts.size(); ++i, at = (at + 7919) % texts.size()) {
    if (std::chrono::steady_clock::now() > end || HasFailure()) break;
    if (texts[at].text.size() < 20000) try_all(texts[at], 11, end);
  }
}

TEST(ActionProperties, WhateverTheBytes) {
  for (std::string text : {"", "\n", "\xEF\xBB\xBF", "FROM", "RUN \\", "RUN <<E", "\xFF\xFE\r\r\n"})
    for (uint32_t begin = 0; begin < 8; ++begin) Opened(text).at({begin, begin + 3});
}

}  // namespace
}  // namespace dflint
