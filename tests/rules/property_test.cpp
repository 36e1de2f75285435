// Random edits against plan and rules: the next snapshot equals a fresh one.
#include <gtest/gtest.h>

#include <algorithm>

#include "rules/shown.h"
#include "tests/support/edits.h"
#include "tests/support/files.h"
#include "tests/support/properties.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

// How many edits each of `texts` texts gets; DFLINT_EDITS=1000000 for a long run.
unsigned long edits_for(size_t texts, unsigned long otherwise) {
  return std::max<unsigned long>(1, number_from("DFLINT_EDITS", otherwise) / (texts + 1));
}

const RuleSet& every_rule() {
  static const RuleSet rules = [] {
    RuleSet all(builtin_rules());
    all.select({.select = {"all"}, .ignore = {}});
    return all;
  }();
  return rules;
}

// As for the parser: edits one text again and again, false at the first surprise.
bool survives(const NamedText& from, uint64_t seed, unsigned long edits) {
  const RuleSet& rules = every_rule();
  Choices choices(seed);
  const SnapshotPtr first = snapshot(Text(from.text), rules);
  std::string wrong = check_plan(first->document, first->plan);
  if (wrong.empty()) {
    wrong = check_findings(first->document,
                           all_findings(first->document, first->plan, first->lint, rules));
  }
  EXPECT_EQ(wrong, "") << from.name;
  SnapshotPtr at = first;
  for (unsigned long i = 0; i < edits && wrong.empty(); ++i) {
    if (i % 16 == 15) at = first;  // do not drift into pure noise
    const std::string_view text = at->document.text.bytes();
    const Edit edit = random_edit(choices, text);
    SnapshotPtr after;
    wrong = check_next(*at, edit, rules, after);
    EXPECT_EQ(wrong, "") << from.name << ", seed " << seed << ", edit " << i << "\nrange "
                         << edit.range.begin << "-" << edit.range.end << " text "
                         << quoted(edit.text) << "\nof "
                         << (text.size() < 2000 ? quoted(text) : "a long text");
    at = after;
  }
  return wrong.empty();
}

TEST(SnapshotProperties, OwnTexts) {
  const unsigned long edits = edits_for(own_texts().size(), 3000);
  for (const NamedText& text : own_texts()) survives(text, 1, edits);
}

TEST(SnapshotProperties, CollectedTexts) {
  const std::vector<NamedText> texts = collected_texts();
  if (texts.empty()) GTEST_SKIP() << "no " << shared("corpus");
  const unsigned long edits = edits_for(texts.size(), 2000);
  int wrong = 0;
  for (size_t i = 0; i < texts.size() && wrong < 5; ++i) wrong += !survives(texts[i], i, edits);
}

TEST(SnapshotProperties, HostileTexts) {
  TemporaryDirectory directory;
  const std::vector<NamedText> texts = hostile_texts(directory.path());
  if (texts.empty()) GTEST_SKIP() << "no " << shared("corpus/nasty");
  for (const NamedText& text : texts) survives(text, 1, 1);
}

}  // namespace
}  // namespace dflint
