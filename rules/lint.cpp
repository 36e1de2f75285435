// Runs the checks that are on, and lends what cannot have changed from the run before.
#include "rules/lint.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "analysis/common_ends.h"
#include "rules/report.h"

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
FindingsPtr check_instruction(const Instruction& instruction, const Step& step,
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
  // Then one plan was made of the other, and only what was edited differs.
  const bool same_plan = plan.storage == old_plan.storage;
  return common_ends(
      document.instructions.size(), old.instructions.size(), [&](size_t now, size_t then) {
        return document.instructions[now] == old.instructions[then] &&
               (same_plan || (plan.steps[now].script == old_plan.steps[then].script &&
                              plan.steps[now].more == old_plan.steps[then].more));
      });
}

std::vector<FindingsPtr> by_instruction(Findings findings, const Document& document) {
  std::vector<FindingsPtr> lists(document.instructions.size());
  std::vector<std::shared_ptr<Findings>> open(findings.empty() ? 0 : lists.size());
  Locator locator(document);
  for (Finding& finding : findings) {
    const size_t at = locator.index_of(finding.place.in).value_or(0);
    if (!open[at]) lists[at] = open[at] = std::make_shared<Findings>();
    open[at]->push_back(std::move(finding));
  }
  return lists;
}

bool equal(const FindingsPtr& a, const FindingsPtr& b) { return a == b || (a && b && *a == *b); }

// Shares lists that came out equal, so that nobody makes anything of them again.
void share_equal(std::vector<FindingsPtr>& now, const std::vector<FindingsPtr>& then,
                 const CommonEnds& kept) {
  for (size_t i = 0; i < kept.front; ++i) {
    if (equal(now[i], then[i])) now[i] = then[i];
  }
  for (size_t i = 1; i <= kept.back; ++i) {
    if (equal(now[now.size() - i], then[then.size() - i]))
      now[now.size() - i] = then[then.size() - i];
  }
}

// The findings of `old`, of `document`, that speak only of instructions which are kept; `count`
// lists.
std::vector<FindingsPtr> still_true(const std::vector<FindingsPtr>& old, const Document& document,
                                    const CommonEnds& kept, size_t count) {
  std::vector<const Instruction*> edited;
  for (size_t i = kept.front; i + kept.back < document.instructions.size(); ++i) {
    edited.push_back(document.instructions[i].get());
  }
  std::ranges::sort(edited);
  const auto is_gone = [&](const Place& place) {
    return std::ranges::binary_search(edited, place.in);
  };
  const auto speaks_of_gone = [&](const Finding& finding) {
    return std::ranges::any_of(finding.notes, is_gone, &Note::place) ||
           std::ranges::any_of(finding.fixes, [&](const Fix& fix) {
             return std::ranges::any_of(fix.replacements, is_gone, &Replacement::place);
           });
  };
  const auto kept_of = [&](const FindingsPtr& list) {
    if (!list || std::ranges::none_of(*list, speaks_of_gone)) return list;
    Findings rest = *list;
    std::erase_if(rest, speaks_of_gone);
    return rest.empty() ? nullptr : std::make_shared<const Findings>(std::move(rest));
  };
  std::vector<FindingsPtr> lists(count);
  for (size_t i = 0; i < kept.front; ++i) lists[i] = kept_of(old[i]);
  for (size_t i = 1; i <= kept.back; ++i) lists[count - i] = kept_of(old[old.size() - i]);
  return lists;
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
    lint.global = still_true(old->global, *old_document, kept, count);
    return lint;
  }
  Findings found;
  Report report(found, context);
  for (const auto& [rule, check] : rules.checks().stage) {
    report.begin(rule, nullptr);
    for (const Stage& stage : plan.stages) check(stage, plan, report);
  }
  for (const auto& [rule, check] : rules.checks().plan) {
    report.begin(rule, nullptr);
    check(plan, document, report);
  }
  lint.global = by_instruction(std::move(found), document);
  if (old) share_equal(lint.global, old->global, kept);
  return lint;
}

}  // namespace dflint
