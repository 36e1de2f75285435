// Takes out of all findings what is not to be said, and puts the rest in order.
#include "rules/shown.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "analysis/common_ends.h"
#include "rules/comments.h"
#include "rules/suppress.h"

namespace dflint {
namespace {

constexpr std::string_view template_rule = "unrendered-template";

bool overlap(const Replacement& a, const Replacement& b) {
  if (a.place.in != b.place.in) return false;
  const Span left = a.place.span, right = b.place.span;
  return left.begin <= right.end && right.begin <= left.end;
}

// Lets the first fix of one finding also do what that of another would, where they go together.
void join_fixes(Finding& whole, const Finding& part) {
  if (whole.fixes.empty() || part.fixes.empty()) return;
  Fix& fix = whole.fixes.front();
  const Fix& other = part.fixes.front();
  const auto clashes = [&](const Replacement& replacement) {
    return std::any_of(fix.replacements.begin(), fix.replacements.end(),
                       [&](const Replacement& known) { return overlap(known, replacement); });
  };
  if (fix.safety != other.safety || fix.replacements.size() > 1000) return;
  if (std::any_of(other.replacements.begin(), other.replacements.end(), clashes)) return;
  fix.replacements.insert(fix.replacements.end(), other.replacements.begin(),
                          other.replacements.end());
}

bool touches(const Finding& finding, Place place) {
  const auto same = [&](Place other) {
    // A name and its value have `=` between them.
    return other.in == place.in && other.span.begin <= place.span.end + 1 &&
           place.span.begin <= other.span.end + 1;
  };
  return same(finding.place) ||
         std::ranges::any_of(finding.notes, [&](const Note& note) { return same(note.place); });
}

// Leaves out what another rule says better: see Rule::covers.
void drop_covered(Findings& findings, const RuleSet& rules) {
  constexpr size_t most = 100;  // in one instruction; nobody reads more
  std::unordered_map<const Instruction*, std::vector<size_t>> covering;
  for (size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].rule->covers[0].empty()) continue;
    std::vector<size_t>& here = covering[findings[i].place.in];
    if (here.size() < most) here.push_back(i);
  }
  if (covering.empty()) return;
  std::vector<bool> covered(findings.size());
  for (size_t i = 0; i < findings.size(); ++i) {
    const auto rule = rules.index_of(findings[i].rule);
    if (!rule || !rules.gives_way(*rule)) continue;
    const auto here = covering.find(findings[i].place.in);
    if (here == covering.end()) continue;
    covered[i] = std::ranges::any_of(here->second, [&](size_t one) {
      const Finding& better = findings[one];
      return std::ranges::find(better.rule->covers, findings[i].rule->name) !=
                 better.rule->covers.end() &&
             touches(better, findings[i].place);
    });
  }
  size_t at = 0;
  std::erase_if(findings, [&](const Finding&) { return covered[at++]; });
}

// A template is refused where that was found; what the builder would say behind it is anyone's
// guess.
void drop_behind_template(Findings& findings, const Document& document) {
  const auto found = std::ranges::find_if(
      findings, [](const Finding& finding) { return finding.rule->name == template_rule; });
  if (found == findings.end()) return;
  Locator locator(document);
  const uint32_t from = locator.range(found->place).begin;
  const Rule* rule = found->rule;
  std::erase_if(findings, [&](const Finding& finding) {
    if (finding.rule == rule || finding.severity != Severity::error) return false;
    return finding.rule->category == Category::correctness &&
           locator.range(finding.place).end > from;
  });
}

// A rule may find some things more severe than others; what the user says holds for all.
void set_severities(Findings& findings, const RuleSet& rules) {
  for (Finding& finding : findings) {
    const auto rule = rules.index_of(finding.rule);
    if (rule && rules.severity_wanted(*rule)) finding.severity = rules.active(*rule).severity;
  }
}

// As hadolint reports: a finding an instruction and rule, at the keyword. Where exactly it was
// found becomes a note.
Findings one_an_instruction(Findings findings) {
  std::map<std::tuple<const Instruction*, const Rule*, std::string>, size_t> seen;
  Findings merged;
  for (Finding& finding : findings) {
    const Instruction* in = finding.place.in;
    const auto [entry, is_new] = seen.try_emplace({in, finding.rule, finding.code}, merged.size());
    if (is_new) {
      merged.push_back(finding);
      merged.back().place.span = in->statement.word.span;
      merged.back().notes.clear();
    }
    Finding& whole = merged[entry->second];
    if (!is_new) join_fixes(whole, finding);
    whole.notes.push_back({finding.place, std::move(finding.message)});
    whole.notes.insert(whole.notes.end(), finding.notes.begin(), finding.notes.end());
  }
  return merged;
}

// By instruction; `findings` are in order of the text.
std::vector<FindingsPtr> divided(Findings findings, const Document& document) {
  std::vector<FindingsPtr> lists(document.instructions.size());
  auto from = std::make_move_iterator(findings.begin());
  const auto end = std::make_move_iterator(findings.end());
  for (size_t i = 0; i < lists.size() && from != end; ++i) {
    const Instruction* in = document.instructions[i].get();
    auto to = from;
    while (to != end && (*to).place.in == in) ++to;
    if (to == from) continue;
    lists[i] = std::make_shared<const Findings>(from, to);
    from = to;
  }
  return lists;
}

Findings flat(const std::vector<FindingsPtr>& lists) {
  Findings all;
  for (const FindingsPtr& list : lists) {
    if (list) all.insert(all.end(), list->begin(), list->end());
  }
  return all;
}

// Makes lists for a snapshot from those of one before it.
class Shower {
 public:
  Shower(Shown& shown, const RuleSet& rules, const Shown* old)
      : shown_(shown), now_(*shown.of), rules_(rules), old_(old) {
    if (!old) return;
    kept_ = common_ends(count(), old->of->document.instructions.size(), [&](size_t i, size_t k) {
      return now_.document.instructions[i] == old->of->document.instructions[k];
    });
  }

  void run() {
    if (old_ && old_->apart && edited_stay_apart()) {
      one_by_one();
    } else {
      all_at_once();
    }
  }

 private:
  size_t count() const { return now_.document.instructions.size(); }

  // The index of instruction `i` in the old document; nothing where it was edited.
  std::optional<size_t> old_index(size_t i) const {
    if (i < kept_.front) return i;
    if (i < count() - kept_.back) return std::nullopt;
    return i + old_->of->document.instructions.size() - count();
  }

  bool is_apart(size_t i) const {
    return !may_silence(*now_.document.instructions[i]) && !has_template(now_.lint.local[i]) &&
           !has_template(now_.lint.global[i]);
  }

  static bool has_template(const FindingsPtr& list) {
    return list && std::ranges::any_of(*list, [](const Finding& finding) {
             return finding.rule->name == template_rule;
           });
  }

  bool edited_stay_apart() const {
    for (size_t i = kept_.front; i < count() - kept_.back; ++i) {
      if (!is_apart(i)) return false;
    }
    return true;
  }

  void one_by_one() {
    shown_.apart = true;
    shown_.findings.reserve(count());
    for (size_t i = 0; i < count(); ++i) {
      const std::optional<size_t> old = old_index(i);
      shown_.findings.push_back(old && same_as(i, *old) ? old_->findings[*old] : of_one(i));
    }
  }

  bool same_as(size_t i, size_t old) const {
    const Lint& then = old_->of->lint;
    return now_.lint.local[i] == then.local[old] && now_.lint.global[i] == then.global[old] &&
           script(shown_, i) == script(*old_, old);
  }

  static const Findings* script(const Shown& shown, size_t i) {
    return shown.scripts.empty() ? nullptr : shown.scripts[i].get();
  }

  FindingsPtr of_one(size_t i) const {
    Findings findings = flat({now_.lint.local[i], now_.lint.global[i],
                              shown_.scripts.empty() ? nullptr : shown_.scripts[i]});
    if (findings.empty()) return nullptr;
    drop_covered(findings, rules_);
    if (rules_.any_severity_wanted()) set_severities(findings, rules_);
    drop_experimental(findings, now_.document, rules_);
    if (rules_.as_hadolint()) findings = one_an_instruction(std::move(findings));
    std::ranges::stable_sort(findings, {}, [](const Finding& finding) {
      return std::tuple(finding.place.span.begin, finding.place.span.end, finding.rule->name);
    });
    return findings.empty() ? nullptr : std::make_shared<const Findings>(std::move(findings));
  }

  void all_at_once() {
    const Findings scripts = flat(shown_.scripts);
    shown_.findings =
        divided(all_findings(now_.document, now_.plan, now_.lint, rules_, &scripts), now_.document);
    shown_.apart = true;
    for (size_t i = 0; i < count() && shown_.apart; ++i) shown_.apart = is_apart(i);
    if (!old_) return;
    for (size_t i = 0; i < count(); ++i) {
      FindingsPtr& list = shown_.findings[i];
      const std::optional<size_t> old = old_index(i);
      if (list && old && old_->findings[*old] && *list == *old_->findings[*old]) {
        list = old_->findings[*old];
      }
    }
  }

  Shown& shown_;
  const Snapshot& now_;
  const RuleSet& rules_;
  const Shown* old_;
  CommonEnds kept_;
};

}  // namespace

Findings all_findings(const Document& document, const Plan& plan, const Lint& lint,
                      const RuleSet& rules, const Findings* more) {
  Findings findings;
  for (const auto* lists : {&lint.local, &lint.global}) {
    for (const FindingsPtr& list : *lists) {
      if (list) findings.insert(findings.end(), list->begin(), list->end());
    }
  }
  if (more) findings.insert(findings.end(), more->begin(), more->end());
  drop_covered(findings, rules);
  drop_behind_template(findings, document);
  if (rules.any_severity_wanted()) set_severities(findings, rules);
  suppress(findings, document, plan, rules);
  if (rules.as_hadolint()) findings = one_an_instruction(std::move(findings));
  if (findings.size() < 2) return findings;

  struct Entry {
    Range range;
    size_t finding;
  };
  Locator locator(document);
  std::vector<Entry> order;
  order.reserve(findings.size());
  for (size_t i = 0; i < findings.size(); ++i) {
    order.push_back({locator.range(findings[i].place), i});
  }
  std::stable_sort(order.begin(), order.end(), [&](const Entry& a, const Entry& b) {
    if (a.range.begin != b.range.begin) return a.range.begin < b.range.begin;
    if (a.range.end != b.range.end) return a.range.end < b.range.end;
    return findings[a.finding].rule->name < findings[b.finding].rule->name;
  });
  Findings sorted;
  sorted.reserve(findings.size());
  for (const Entry& entry : order) sorted.push_back(std::move(findings[entry.finding]));
  return sorted;
}

Shown show(SnapshotPtr snapshot, std::vector<FindingsPtr> scripts, const RuleSet& rules,
           const Shown* old) {
  Shown shown{std::move(snapshot), std::move(scripts), {}, false};
  Shower(shown, rules, old).run();
  return shown;
}

}  // namespace dflint
