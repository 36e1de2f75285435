// What holds for each edit at each place where it is offered: the text that it leaves is read
// without new errors. DFLINT_TEXTS is how many texts of the collection are tried.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "server/features/formatting.h"
#include "tests/server/features/edited.h"
#include "tests/support/properties.h"
#include "tests/support/texts.h"

namespace dflint {
namespace {

using Troubles = std::map<int, size_t>;

// What the builder and the shells would refuse, by kind.
Troubles troubles_of(const Document& document, const Plan& plan) {
  Troubles troubles;
  for (const InstructionPtr& in : document.instructions) {
    for (const Problem& problem : in->problems) ++troubles[static_cast<int>(problem.kind)];
  }
  for (const BuildProblem& problem : plan.problems)
    ++troubles[100 + static_cast<int>(problem.kind)];
  // Not of scripts inside of scripts: only some forms show that there is one.
  for (const Step& step : plan.steps) {
    if (step.script) troubles[200] += step.script->problems.size();
  }
  return troubles;
}

size_t sum_of(const Troubles& troubles) {
  size_t sum = 0;
  for (const auto& [kind, count] : troubles) sum += count;
  return sum;
}

// "" or what there is more of than before.
std::string new_trouble(const std::string& text, const Troubles& before) {
  const Document document = parse(Text(text));
  const Troubles now = troubles_of(document, plan(document));
  for (const auto& [kind, count] : now) {
    const auto old = before.find(kind);
    const size_t was = old == before.end() ? 0 : old->second;
    if (count > was) return fmt::format("{} new errors of kind {}", count - was, kind);
  }
  return {};
}

// The same for what mends one of several errors: then the builder may come as far as the next.
std::string more_trouble(const std::string& text, const Troubles& before) {
  const Document document = parse(Text(text));
  const size_t now = sum_of(troubles_of(document, plan(document)));
  return now > sum_of(before) ? fmt::format("{} errors, before {}", now, sum_of(before)) : "";
}

// "" or what is wrong with a list of edits.
std::string check_edits(std::string_view text, const std::vector<Edit>& edits) {
  uint32_t at = 0;
  for (const Edit& edit : edits) {
    if (edit.range.begin < at || edit.range.end < edit.range.begin || edit.range.end > text.size())
      return "edits overlap or lie outside";
    at = edit.range.end;
  }
  return {};
}

// Tries what is offered for one text; keeps what is wrong.
class Trial {
 public:
  explicit Trial(const NamedText& text)
      : opened_(text.text),
        at_(*opened_.snapshot),
        before_(troubles_of(at_.document, at_.plan)),
        text_(at_.document.text.bytes()) {}

  // At each `step`th place.
  void try_actions(uint32_t step) {
    for (uint32_t at = 0; at <= text_.size(); at += step) {
      for (const uint32_t size : {0u, 40u}) try_actions(Range{at, at + size});
    }
    for (size_t i = 0; i < at_.document.starts.size(); ++i) {
      const Range whole = {at_.document.starts[i], end_of(i)};
      try_actions(whole);
      if (i > 0) try_actions(Range{at_.document.starts[i - 1], whole.end});
    }
  }

  void try_fix_all() { try_edits("fix all", fix_all_edits(at_, default_rules()), mending()); }

  void try_formatting() {
    for (const bool tabs : {false, true}) {
      const EditorFormat format = {.options = {.tabs = tabs}, .final_newline = tabs};
      try_edits("formatting", format_edits(at_, format));
      for (size_t i = 0; i < at_.document.starts.size(); ++i) {
        const Range whole = {at_.document.starts[i], end_of(i)};
        try_edits(fmt::format("formatting of instruction {}", i),
                  format_range_edits(at_, whole, format));
        const uint32_t middle = whole.begin + whole.size() / 2;
        try_edits(fmt::format("formatting at {}", middle),
                  format_range_edits(at_, {middle, middle}, format));
      }
    }
  }

  // Behind each character that means something.
  void try_typing() {
    for (uint32_t at = 0; at < text_.size(); ++at) {
      const char c = text_[at];
      if (c != '\n' && c != '\\' && c != '`') continue;
      try_edits(fmt::format("typing at {}", at), format_typed_edits(at_, at + 1, c, {}));
    }
  }

  const std::string& wrong() const { return wrong_; }
  size_t count() const { return count_; }

 private:
  uint32_t end_of(size_t i) const {
    return i + 1 < at_.document.starts.size() ? at_.document.starts[i + 1]
                                              : at_.document.text.size();
  }

  void try_actions(Range range) {
    if (!wrong_.empty()) return;
    for (const Action& action : opened_.at(range)) {
      std::string key = action.title;
      for (const Edit& edit : action.edits)
        key += fmt::format("\n{} {} {}", edit.range.begin, edit.range.end, edit.text);
      if (!seen_.insert(std::move(key)).second) continue;
      // A flag whose value is yet to be typed.
      if (action.title.starts_with("Replace `--` by")) continue;
      const std::string name = fmt::format("`{}` at {}", action.title, range.begin);
      if (action.title.empty()) complain(name, "no title");
      if (action.disabled.empty() == action.edits.empty()) complain(name, "no edit or reason");
      if (action.disabled.empty() && opened_.after(action) == text_) complain(name, "no change");
      try_edits(name, action.edits, action.kind == ActionKind::quick_fix ? mending() : new_trouble);
    }
  }

  using Judge = std::string (*)(const std::string&, const Troubles&);
  Judge mending() const { return sum_of(before_) > 0 ? more_trouble : new_trouble; }

  void try_edits(const std::string& name, const std::vector<Edit>& edits,
                 Judge trouble = new_trouble) {
    if (!wrong_.empty() || edits.empty()) return;
    ++count_;
    if (const std::string wrong = check_edits(text_, edits); !wrong.empty())
      return complain(name, wrong);
    const std::string after = applied(text_, edits);
    if (const std::string wrong = trouble(after, before_); !wrong.empty())
      complain(name, wrong + " in:\n" + after);
  }

  void complain(const std::string& name, const std::string& what) {
    if (wrong_.empty()) wrong_ = name + ": " + what;
  }

  const Opened opened_;
  const Snapshot& at_;
  const Troubles before_;
  const std::string_view text_;
  std::set<std::string> seen_;
  std::string wrong_;
  size_t count_ = 0;
};

// How many edits were offered.
size_t try_all(const NamedText& text, uint32_t step) {
  Trial trial(text);
  trial.try_actions(step);
  trial.try_fix_all();
  trial.try_formatting();
  trial.try_typing();
  EXPECT_TRUE(trial.wrong().empty()) << trial.wrong() << "\n"
                                     << text.name << '\n'
                                     << dflint::quoted(text.text);
  return trial.count();
}

// Where edits once went wrong.
const std::vector<NamedText>& odd_texts() {
  static const std::vector<NamedText> texts = {
      {"here-document in a flag", "FROM a\nRUN --mount=type=tmpfs,target=<<E x\nhi\nE\n"},
      {"keyword on two lines", "FROM a\nRU\\\nN x\n"},
      {"flag twice", "FROM a\nCOPY --from=b --x=c . .\n"},
  };
  return texts;
}

TEST(EditProperties, EveryPlaceOfOwnTexts) {
  size_t edits = 0;
  for (const NamedText& text : own_texts()) edits += try_all(text, 1);
  for (const NamedText& text : odd_texts()) edits += try_all(text, 1);
  EXPECT_GT(edits, 200u);
}

TEST(EditProperties, PlacesOfCollectedTexts) {
  std::vector<NamedText> texts = collected_texts();
  if (texts.empty()) GTEST_SKIP() << "no " << shared("corpus");
  const size_t wanted = number_from("DFLINT_TEXTS", 60);
  const size_t step = std::max<size_t>(1, texts.size() / wanted);
  size_t edits = 0, tried = 0;
  // Words are rarely shorter.
  for (size_t i = 0; i < texts.size(); i += step, ++tried) {
    if (step == 1 || texts[i].text.size() < 5000) edits += try_all(texts[i], step == 1 ? 3 : 11);
  }
  EXPECT_GT(edits, tried * 3);
}

TEST(EditProperties, WhateverTheBytes) {
  for (std::string text : {"", "\n", "\xEF\xBB\xBF", "FROM", "RUN \\", "RUN <<E", "\xFF\xFE\r\r\n"})
    for (uint32_t begin = 0; begin < 8; ++begin) Opened(text).at({begin, begin + 3});
}

}  // namespace
}  // namespace dflint
