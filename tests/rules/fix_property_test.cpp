// Fixes of all rules together, on real, hostile and broken texts: they end, break nothing, and mend
// what they promise to.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/edits.h"
#include "tests/support/files.h"
#include "tests/support/fix_properties.h"
#include "tests/support/properties.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

const std::vector<std::pair<std::string, RuleSet>>& selections() {
  static const std::vector<std::pair<std::string, RuleSet>> list = [] {
    std::vector<std::pair<std::string, RuleSet>> sets;
    for (const char* name : {"all", "hadolint", "default"}) {
      sets.emplace_back(name, RuleSet(builtin_rules()));
      sets.back().second.select({.select = {name}, .ignore = {}});
    }
    return sets;
  }();
  return list;
}

// What people do to a file by mistake.
std::string broken(Choices& choices, const std::string& text) {
  const Text lines(text);
  const auto some_line = [&] { return 1 + choices.below(lines.line_count()); };
  const auto whole = [&](uint32_t line) {
    return text.substr(lines.line_start(line), lines.line_start(line + 1) - lines.line_start(line));
  };
  std::string result = text;
  uint32_t one = some_line();
  switch (choices.below(6)) {
    case 0:  // a line is lost
      return result.erase(lines.line_start(one), whole(one).size());
    case 1:  // … or stands there twice
      return result.insert(lines.line_start(one), whole(one));
    case 2:  // the end is lost
      return result.substr(0, choices.below(lines.size() + 1));
    case 3: {  // two lines change places
      uint32_t other = some_line();
      if (one == other) return result;
      if (one > other) std::swap(one, other);
      const std::string first = whole(one), second = whole(other);
      result.replace(lines.line_start(other), second.size(), first);
      return result.replace(lines.line_start(one), first.size(), second);
    }
    case 4: {  // a stray character
      constexpr std::string_view strays[] = {"\"", "'", "\\", "`", "$", "#", "<<E", " \\\n", "&& "};
      return result.insert(choices.below(lines.size() + 1),
                           strays[choices.below(std::size(strays))]);
    }
    default:
      return std::string(lines.with(random_edit(choices, text)).bytes());
  }
}

// False at the first surprise.
bool holds(const std::string& name, const std::string& text, size_t selection) {
  const auto& [words, rules] = selections()[selection];
  std::string wrong = check_single_fixes(text, rules);
  if (wrong.empty()) wrong = check_fixed(text, rules, Safety::safe);
  if (wrong.empty()) wrong = check_fixed(text, rules, Safety::unsafe);
  if (wrong.empty()) return true;
  ADD_FAILURE() << name << ", --select " << words << ": " << wrong << "\nof "
                << (text.size() < 3000 ? quoted(std::string_view(text)) : "a long text");
  return false;
}

// Every text with every selection takes minutes: each is tried with one of them, large ones not at
// all, and a part of them is broken first. DFLINT_ALL_FIXES=N tries all, N times broken each.
void try_all(const std::vector<NamedText>& texts, size_t every) {
  const unsigned long all = number_from("DFLINT_ALL_FIXES", 0);
  int wrong = 0;
  for (size_t i = 0; i < texts.size() && wrong < 10; ++i) {
    if (all == 0 && (i % every != 0 || texts[i].text.size() > (100u << 10))) continue;
    const size_t number = i / every;
    Choices choices(i);
    std::string text = texts[i].text;
    if (all == 0) {
      if (number % 3 == 2) text = broken(choices, text);
      wrong += !holds(texts[i].name, text, number % selections().size());
      continue;
    }
    for (unsigned long round = 0; round <= all; ++round) {
      for (size_t s = 0; s < selections().size(); ++s) wrong += !holds(texts[i].name, text, s);
      text = broken(choices, round % 4 == 3 ? texts[i].text : text);
    }
  }
}

TEST(FixProperties, OwnTexts) { try_all(own_texts(), 1); }

TEST(FixProperties, CollectedTexts) {
  std::vector<NamedText> texts = collected_texts();
  if (texts.empty()) GTEST_SKIP() << "no " << shared("corpus");
  for (const std::string& path : files_below(shared("corpus/seed"))) {
    texts.push_back({path, read_file(path).value_or("")});
  }
  try_all(texts, 2);
}

TEST(FixProperties, HostileTexts) {
  TemporaryDirectory directory;
  const std::vector<NamedText> texts = hostile_texts(directory.path());
  if (texts.empty()) GTEST_SKIP() << "no " << shared("corpus/nasty");
  try_all(texts, 1);
}

}  // namespace
}  // namespace dflint
