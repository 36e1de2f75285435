// Applies fixes round by round, and takes back those that break something.
#include "rules/fix.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "rules/hadolint.h"
#include "rules/shown.h"

namespace dflint {
namespace {

std::vector<Edit> edits_of(Locator& locator, const Fix& fix) {
  std::vector<Edit> edits;
  edits.reserve(fix.replacements.size());
  for (const Replacement& replacement : fix.replacements) {
    if (!locator.index_of(replacement.place.in)) return {};
    edits.push_back({locator.range(replacement.place), replacement.text});
  }
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    return std::pair(a.range.begin, a.range.end) < std::pair(b.range.begin, b.range.end);
  });
  for (size_t i = 1; i < edits.size(); ++i) {
    if (edits[i].range.begin < edits[i - 1].range.end) return {};
  }
  return edits;
}

// What must not grow by a fix: what the builder or a shell would refuse, and errors by rule.
using Troubles = std::map<std::tuple<int, int, const Rule*>, size_t>;

// A text with its findings. Not movable: the plan holds views into the document.
struct State {
  State(Text text, const RuleSet& rules, const BuildContext* context,
        const MoreFindings* more = nullptr)
      : document(parse(std::move(text))), plan(dflint::plan(document)) {
    const Lint lint = dflint::lint(document, plan, rules, context);
    Findings others;
    if (more && *more) (*more)(document, plan, others);
    findings = all_findings(document, plan, lint, rules, &others);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Troubles troubles() const {
    Troubles troubles;
    for (const InstructionPtr& instruction : document.instructions) {
      for (const Problem& problem : instruction->problems) {
        ++troubles[{0, static_cast<int>(problem.kind), nullptr}];
      }
    }
    for (const BuildProblem& problem : plan.problems) {
      ++troubles[{1, static_cast<int>(problem.kind), nullptr}];
    }
    for (const Step& step : plan.steps) {
      size_t broken = step.script ? step.script->problems.size() : 0;
      for (const ScriptPtr& script : step.more) broken += script->problems.size();
      if (broken > 0) troubles[{2, 0, nullptr}] += broken;
    }
    for (const Finding& finding : findings) {
      // ShellCheck is not asked about what a fix would make.
      if (finding.severity == Severity::error && !is_shellcheck(*finding.rule)) {
        ++troubles[{3, 0, finding.rule}];
      }
    }
    return troubles;
  }

  Document document;
  Plan plan;
  Findings findings;
};

bool has_more(const Troubles& now, const Troubles& before) {
  return std::any_of(now.begin(), now.end(), [&](const auto& trouble) {
    const auto old = before.find(trouble.first);
    return trouble.second > (old == before.end() ? 0 : old->second);
  });
}

// Mending an error may bring to light another one, but not more than one.
bool has_no_more_in_all(const Troubles& now, const Troubles& before) {
  const auto total = [](const Troubles& troubles, bool of_builder) {
    size_t sum = 0;
    for (const auto& [trouble, count] : troubles) {
      if (!of_builder || std::get<0>(trouble) < 2) sum += count;
    }
    return sum;
  };
  return total(now, true) <= total(before, true) && total(now, false) <= total(before, false);
}

struct Candidate {
  std::vector<Edit> edits;
  bool of_error = false;
  std::string key;  // tells it from other fixes in later rounds, when places have moved
};

// Two edits that cannot both be made, or whose order would matter.
bool clash(Range a, Range b) {
  if (a.empty() || b.empty()) return a.begin <= b.end && b.begin <= a.end;
  return a.begin < b.end && b.begin < a.end;
}

// The edits of one round, by place.
class Edits {
 public:
  // Whether `edits` go together with what is there; only then they are added. An edit that is
  // there already is made once.
  bool add(const std::vector<Edit>& edits) {
    std::vector<const Edit*> fresh;
    for (const Edit& edit : edits) {
      const auto known = edits_.find({edit.range.begin, edit.range.end});
      if (known != edits_.end() && known->second == edit.text) continue;
      if (known != edits_.end() || clashes(edit.range)) return false;
      fresh.push_back(&edit);
    }
    for (const Edit* edit : fresh) edits_[{edit->range.begin, edit->range.end}] = edit->text;
    return true;
  }

  std::string apply(std::string_view text) const {
    std::string result;
    result.reserve(text.size() + text.size() / 8);
    uint32_t at = 0;
    for (const auto& [range, replacement] : edits_) {
      result += text.substr(at, range.first - at);
      result += replacement;
      at = range.second;
    }
    result += text.substr(at);
    return result;
  }

 private:
  // They do not clash with each other, so only the neighbours need a look.
  bool clashes(Range range) const {
    auto after = edits_.lower_bound({range.begin, range.end});
    if (after != edits_.end() && clash(range, {after->first.first, after->first.second}))
      return true;
    if (after == edits_.begin()) return false;
    --after;
    return clash(range, {after->first.first, after->first.second});
  }

  std::map<std::pair<uint32_t, uint32_t>, std::string> edits_;
};

// One round: what can be fixed at once in `state`.
class Round {
 public:
  Round(const State& state, const RuleSet& rules, Safety most, const BuildContext* context,
        std::set<std::string>& refused)
      : state_(state), rules_(rules), context_(context), refused_(refused) {
    choose(most);
  }

  // The text after this round, and how many findings were mended; nothing changed where 0.
  std::pair<std::string, size_t> run() {
    if (candidates_.empty()) return {};
    before_ = state_.troubles();
    std::vector<const Candidate*> accepted;
    accept(candidates_.data(), candidates_.data() + candidates_.size(), accepted);
    return {text_with(accepted), accepted.size()};
  }

 private:
  void choose(Safety most) {
    Locator locator(state_.document);
    for (const Finding& finding : state_.findings) {
      const auto fix = std::find_if(finding.fixes.begin(), finding.fixes.end(),
                                    [&](const Fix& fix) { return fix.safety <= most; });
      if (fix == finding.fixes.end()) continue;
      Candidate candidate{edits_of(locator, *fix), finding.severity == Severity::error, {}};
      if (candidate.edits.empty()) continue;
      candidate.key = key_of(finding, candidate.edits);
      if (refused_.count(candidate.key) == 0) candidates_.push_back(std::move(candidate));
    }
    std::stable_sort(candidates_.begin(), candidates_.end(),
                     [](const Candidate& a, const Candidate& b) {
                       return a.edits.front().range.begin < b.edits.front().range.begin;
                     });
    Edits edits;
    candidates_.erase(
        std::remove_if(candidates_.begin(), candidates_.end(),
                       [&](const Candidate& candidate) { return !edits.add(candidate.edits); }),
        candidates_.end());
  }

  std::string key_of(const Finding& finding, const std::vector<Edit>& edits) const {
    std::string key(finding.rule->name);
    key += '\0' + finding.message;
    for (const Edit& edit : edits) {
      key += '\0';
      key += state_.document.text.bytes().substr(edit.range.begin, edit.range.size());
      key += '\0' + edit.text;
    }
    return key;
  }

  std::string text_with(const std::vector<const Candidate*>& chosen) const {
    Edits edits;
    for (const Candidate* candidate : chosen) edits.add(candidate->edits);
    return edits.apply(state_.document.text.bytes());
  }

  // Adds to `accepted` those of [begin, end) that bring no trouble: all at once where that goes
  // well, else in halves.
  void accept(const Candidate* begin, const Candidate* end,
              std::vector<const Candidate*>& accepted) {
    if (begin == end) return;
    const size_t before = accepted.size();
    for (const Candidate* candidate = begin; candidate != end; ++candidate) {
      accepted.push_back(candidate);
    }
    const bool tried = tries_ > 0;
    if (tried) {
      --tries_;
      const State after(Text(text_with(accepted)), rules_, context_);
      const Troubles now = after.troubles();
      const bool uncovers = end - begin == 1 && begin->of_error && has_no_more_in_all(now, before_);
      if (!has_more(now, before_) || uncovers) {
        before_ = now;
        return;
      }
    }
    accepted.resize(before);
    // What nobody had time to try is left to the next round.
    if (!tried) return;
    if (end - begin == 1) {
      refused_.insert(begin->key);
      return;
    }
    const Candidate* middle = begin + (end - begin) / 2;
    accept(begin, middle, accepted);
    accept(middle, end, accepted);
  }

  const State& state_;
  const RuleSet& rules_;
  const BuildContext* context_;
  Troubles before_;
  std::set<std::string>& refused_;
  std::vector<Candidate> candidates_;
  int tries_ = 200;  // each reads the whole text
};

}  // namespace

std::vector<Edit> edits_of(const Document& document, const Fix& fix) {
  Locator locator(document);
  return edits_of(locator, fix);
}

FixResult fix(Text text, const RuleSet& rules, Safety most, const BuildContext* context,
              const MoreFindings& more) {
  FixResult result;
  result.text = text.bytes();
  std::set<std::string> refused;
  bool changed = false;  // since the first of them was refused
  for (int round = 0; round < 100; ++round) {
    const State state(Text(result.text), rules, context, &more);
    auto [fixed, mended] = Round(state, rules, most, context, refused).run();
    if (mended == 0 || fixed == result.text) {
      // What was refused for the sake of something that is gone now gets another chance.
      if (!changed || refused.empty()) break;
      refused.clear();
      changed = false;
      continue;
    }
    changed = true;
    result.text = std::move(fixed);
    result.applied += mended;
  }
  return result;
}

}  // namespace dflint
