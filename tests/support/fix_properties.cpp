// Fixes all together and each alone, and looks at what came of it.
#include "tests/support/fix_properties.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <utility>

#include "rules/fix.h"
#include "rules/shown.h"
#include "rules/rule.h"
#include "tests/support/format_properties.h"
#include "tests/support/properties.h"

namespace dflint {
namespace {

// Not movable: the plan holds views into the document.
struct Linted {
  Linted(std::string_view text, const RuleSet& rules)
      : document(parse(Text(std::string(text)))), plan(dflint::plan(document)) {
    findings = all_findings(document, plan, lint(document, plan, rules), rules);
  }
  Linted(const Linted&) = delete;
  Linted& operator=(const Linted&) = delete;

  Document document;
  Plan plan;
  Findings findings;
};

// How often the builder refuses for each reason.
std::map<std::string, size_t> refusals(std::string_view text) {
  const Document document = parse(Text(std::string(text)));
  const Plan plan = dflint::plan(document);
  std::map<std::string, size_t> counts;
  for (const InstructionPtr& instruction : document.instructions) {
    for (const Problem& problem : instruction->problems) {
      ++counts[fmt::format("parse {}: {}", int(problem.kind), problem.message)];
    }
  }
  for (const BuildProblem& problem : plan.problems) {
    ++counts[fmt::format("build {}: {}", int(problem.kind), problem.message)];
  }
  return counts;
}

// Where a place of the text before stands in the text after. What was edited inside it belongs to
// it, and so does what was put at its borders.
Range moved(Range range, const std::vector<Edit>& edits) {
  int64_t before = 0, inside = 0;
  for (const Edit& edit : edits) {
    const int64_t grown = int64_t(edit.text.size()) - int64_t(edit.range.size());
    if (edit.range.end < range.begin) {
      before += grown;
    } else if (edit.range.begin <= range.end) {
      inside += grown;
      const int64_t left = std::max<int64_t>(0, int64_t(range.begin) - edit.range.begin);
      const int64_t right = std::max<int64_t>(0, int64_t(edit.range.end) - range.end);
      before -= left, inside += left + right;
    }
  }
  const int64_t begin = range.begin + before;
  const int64_t end = std::max(begin, range.end + before + inside);
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

bool touch(Range a, Range b) { return a.begin <= b.end && b.begin <= a.end; }

// What a rule says of a place. As hadolint, it says so in the notes of one finding.
struct Said {
  std::string_view message;
  Range range;
};

void append_said(std::vector<Said>& said, const Finding& finding, const RuleSet& rules,
                 Locator& places, const std::vector<Edit>* edits) {
  const auto add = [&](std::string_view message, Place place) {
    const Range range = places.range(place);
    said.push_back({message, edits ? moved(range, *edits) : range});
  };
  if (!rules.as_hadolint()) return add(finding.message, finding.place);
  for (const Note& note : finding.notes) add(note.message, note.place);
}

// What is new after the fix of `index` alone.
std::string check_single(const Linted& before, size_t index, const RuleSet& rules) {
  const Finding& finding = before.findings[index];
  const Fix& fix = finding.fixes.front();
  const std::vector<Edit> edits = edits_of(before.document, fix);
  if (edits.empty()) return fmt::format("{}: a fix without edits", finding.rule->name);
  std::string text(before.document.text.bytes());
  for (size_t i = edits.size(); i-- > 0;) {
    text.replace(edits[i].range.begin, edits[i].range.size(), edits[i].text);
  }
  if (text == before.document.text.bytes()) {
    return fmt::format("{}: a fix that changes nothing", finding.rule->name);
  }
  const Linted after(text, rules);
  Locator old_places(before.document), places(after.document);
  std::vector<Range> mended;
  for (const Edit& edit : edits) mended.push_back(moved(edit.range, edits));
  // Other findings of the rule may stay where they were.
  std::vector<Said> known, found;
  for (const Finding& other : before.findings) {
    if (other.rule != finding.rule) continue;
    if (!rules.as_hadolint() && &other == &finding) {
      mended.push_back(moved(old_places.range(finding.place), edits));
      continue;
    }
    append_said(known, other, rules, old_places, &edits);
  }
  for (const Finding& now : after.findings) {
    if (now.rule == finding.rule) append_said(found, now, rules, places, nullptr);
  }
  if (rules.as_hadolint() && found.size() >= known.size()) {
    return fmt::format("{}: nothing was mended by \"{}\"", finding.rule->name, fix.title);
  }
  for (const Said& now : found) {
    if (std::none_of(mended.begin(), mended.end(), [&](Range at) { return touch(at, now.range); }))
      continue;
    const auto same = std::find_if(known.begin(), known.end(), [&](const Said& old) {
      // What it says may change with what it now sees.
      return old.range == now.range || (old.message == now.message && touch(old.range, now.range));
    });
    if (same != known.end()) {
      known.erase(same);
      continue;
    }
    // Behind what the builder refuses first it may refuse something else.
    if (finding.severity == Severity::error && now.message != finding.message) continue;
    // A comment that works at last may turn out to silence nothing.
    if (finding.rule->name == "unused-suppression" && now.message != finding.message) continue;
    return fmt::format("{}: \"{}\" again after \"{}\": {}", finding.rule->name, now.message,
                       fix.title, text.size() < 9000 ? quoted(text) : "a long text");
  }
  return {};
}

}  // namespace

std::string check_fixed(std::string_view text, const RuleSet& rules, Safety most) {
  const FixResult once = fix(Text(std::string(text)), rules, most);
  if (once.text == text) return {};
  const FixResult twice = fix(Text(once.text), rules, most);
  if (twice.text != once.text) {
    return fmt::format("fixing twice differs: {}\nand {}", quoted(once.text), quoted(twice.text));
  }
  const auto before = refusals(text);
  const auto after = refusals(once.text);
  const auto total = [](const auto& counts) {
    size_t sum = 0;
    for (const auto& [reason, count] : counts) sum += count;
    return sum;
  };
  // Mending an error may bring to light another one.
  if (total(after) > total(before) || (before.empty() && !after.empty())) {
    return fmt::format("the builder refuses more: {}: {}", after.begin()->first, quoted(once.text));
  }
  return check_format(once.text);
}

std::string check_single_fixes(std::string_view text, const RuleSet& rules) {
  const Linted linted(text, rules);
  for (size_t i = 0; i < linted.findings.size(); ++i) {
    if (linted.findings[i].fixes.empty()) continue;
    std::string wrong = check_single(linted, i, rules);
    if (!wrong.empty()) return wrong;
  }
  return {};
}

}  // namespace dflint
