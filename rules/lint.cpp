// Runs the checks that are on, and lends what cannot have changed from the run before.
#include "rules/lint.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "analysis/common_ends.h"
#include "rules/report.h"
#include "rules/suppress.h"

namespace dflint {
namespace {

void check_script(const Script& script, const RuleSet& rules, Report& report) {
  for (const auto& [rule, check] : rules.checks().script) {
    report.begin(rule, script.in);
    check(script, report);
  }
  for (const Command& command : script.commands) {
    for (const auto& [rule, check] : rules.checks().command) {
      report.begin(rule, script.in);
      check(command, report);
    }
  }
}

// `scratch` is empty before and after.
std::shared_ptr<const Findings> check_instruction(const Instruction& instruction, const Step& step,
                                                  const RuleSet& rules, Findings& scratch) {
  Report report(scratch);
  for (const auto& [rule, check] : rules.checks().instruction) {
    report.begin(rule, &instruction);
    check(instruction, report);
  }
  if (!rules.checks().command.empty() || !rules.checks().script.empty()) {
    if (step.script) check_script(*step.script, rules, report);
    for (const ScriptPtr& script : step.more) check_script(*script, rules, report);
  }
  if (scratch.empty()) return nullptr;
  return std::make_shared<const Findings>(std::exchange(scratch, {}));
}

// How many instructions at both ends are those of the old document, in the same shell.
CommonEnds kept_ends(const Document& document, const Plan& plan, const Document& old,
                     const Plan& old_plan) {
  return common_ends(document.instructions.size(), old.instructions.size(),
                     [&](size_t now, size_t then) {
                       return document.instructions[now] == old.instructions[then] &&
                              plan.steps[now].script == old_plan.steps[then].script &&
                              plan.steps[now].more == old_plan.steps[then].more;
                     });
}

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
      findings, [](const Finding& finding) { return finding.rule->name == "unrendered-template"; });
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

// The findings of `old`, of `document`, that speak only of instructions which are kept.
Findings still_true(const Findings& old, const Document& document, const CommonEnds& kept) {
  std::vector<const Instruction*> edited;
  for (size_t i = kept.front; i + kept.back < document.instructions.size(); ++i) {
    edited.push_back(document.instructions[i].get());
  }
  std::ranges::sort(edited);
  const auto is_gone = [&](const Place& place) {
    return std::ranges::binary_search(edited, place.in);
  };
  Findings findings;
  for (const Finding& finding : old) {
    bool gone = is_gone(finding.place);
    for (const Note& note : finding.notes) gone |= is_gone(note.place);
    for (const Fix& fix : finding.fixes) {
      for (const Replacement& replacement : fix.replacements) gone |= is_gone(replacement.place);
    }
    if (!gone) findings.push_back(finding);
  }
  return findings;
}

}  // namespace

Lint lint(const Document& document, const Plan& plan, const RuleSet& rules,
          const BuildContext* context, const Document* old_document, const Plan* old_plan,
          const Lint* old, Reach reach) {
  const size_t count = document.instructions.size();
  CommonEnds kept;
  if (old_document && old_plan && old) kept = kept_ends(document, plan, *old_document, *old_plan);

  Lint lint;
  lint.local.reserve(count);
  if (old) {
    lint.local.insert(lint.local.end(), old->local.begin(), old->local.begin() + kept.front);
  }
  Findings scratch;
  for (size_t i = kept.front; i < count - kept.back; ++i) {
    lint.local.push_back(
        check_instruction(*document.instructions[i], plan.steps[i], rules, scratch));
  }
  if (old) lint.local.insert(lint.local.end(), old->local.end() - kept.back, old->local.end());

  if (old && reach == Reach::edited) {
    lint.global = still_true(old->global, *old_document, kept);
    return lint;
  }
  Report report(lint.global, context);
  for (const auto& [rule, check] : rules.checks().stage) {
    report.begin(rule, nullptr);
    for (const Stage& stage : plan.stages) check(stage, plan, report);
  }
  for (const auto& [rule, check] : rules.checks().plan) {
    report.begin(rule, nullptr);
    check(plan, document, report);
  }
  return lint;
}

Findings all_findings(const Document& document, const Plan& plan, const Lint& lint,
                      const RuleSet& rules, const Findings* more) {
  Findings findings;
  for (const auto& local : lint.local) {
    if (local) findings.insert(findings.end(), local->begin(), local->end());
  }
  findings.insert(findings.end(), lint.global.begin(), lint.global.end());
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

}  // namespace dflint
