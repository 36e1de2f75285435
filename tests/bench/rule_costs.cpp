// Runs one rule at a time over documents whose plans are ready, in turns; the fastest turn counts.
#include "tests/bench/rule_costs.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <span>
#include <string_view>

#include "rules/rule_set.h"
#include "rules/snapshot.h"
#include "tests/support/growing.h"

namespace dflint {
namespace {

// How much longer the longer text is where growth is looked at.
constexpr size_t growth = 4;

// Nothing is on in it: linting with it is what the walk over a document costs.
const RuleSet& no_rules() {
  static const std::vector<Rule> none;
  static const RuleSet rules(none);
  return rules;
}

std::vector<RuleSet> one_by_one() {
  std::vector<RuleSet> sets;
  for (const Rule& rule : builtin_rules()) {
    RuleSet& set = sets.emplace_back(builtin_rules());
    set.select({{std::string(rule.name)}, {}});
  }
  return sets;
}

std::vector<SnapshotPtr> planned(const std::vector<std::string>& texts) {
  std::vector<SnapshotPtr> files;
  for (const std::string& text : texts) files.push_back(snapshot(Text(text), no_rules()));
  return files;
}

double microseconds(const Snapshot& file, const RuleSet& rules) {
  const auto start = std::chrono::steady_clock::now();
  (void)lint(file.document, file.plan, rules);
  const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
  return took.count();
}

// Of each set, without what the walk costs. All take their turn at one file before the next, so
// that they find it in the processor's caches, as they do when they run together.
std::vector<double> costs(const std::vector<SnapshotPtr>& files, std::span<const RuleSet> sets,
                          int rounds) {
  double walk = std::numeric_limits<double>::max();
  std::vector<double> best(sets.size(), walk);
  for (int round = 0; round < rounds; ++round) {
    double walks = 0;
    std::vector<double> times(sets.size());
    for (const SnapshotPtr& file : files) {
      (void)lint(file->document, file->plan, no_rules());
      walks += microseconds(*file, no_rules());
      for (size_t i = 0; i < sets.size(); ++i) times[i] += microseconds(*file, sets[i]);
    }
    walk = std::min(walk, walks);
    for (size_t i = 0; i < sets.size(); ++i) best[i] = std::min(best[i], times[i]);
  }
  for (double& time : best) time = std::max(time - walk, 0.0);
  return best;
}

// Of one set, at two sizes.
struct Growth {
  double small, large;

  bool is_too_much() const {
    constexpr double too_much = 1.75, noise = 100;  // microseconds
    return large > noise + small * growth * too_much;
  }
};

}  // namespace

void print_rule_costs(const std::vector<std::string>& texts) {
  const std::vector<RuleSet> sets = one_by_one();
  const std::vector<double> times = costs(planned(texts), sets, 7);
  std::vector<size_t> order;
  double sum = 0;
  for (size_t i = 0; i < sets.size(); ++i) order.push_back(i), sum += times[i];
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return times[a] > times[b]; });

  const double count = double(texts.size());
  fmt::print("\n{:44} {:>9} {:>9}\n", "each rule alone, a file on average", "ns", "%");
  fmt::print("  {:42} {:9.0f}\n", "all of them", sum / count * 1e3);
  for (size_t i : order) {
    fmt::print("  {:42} {:9.0f} {:9.1f}\n", builtin_rules()[i].name, times[i] / count * 1e3,
               times[i] / sum * 100);
  }
}

void print_rule_growth() {
  constexpr size_t size = 500;  // all fits into the caches
  const std::vector<RuleSet> sets = one_by_one();
  fmt::print("\n{:44} {:>9} {:>9} {:>8}\n", "rules that grow faster than the file", "us",
             fmt::format("{} times", growth), "ratio");
  size_t found = 0;
  for (const GrowingText& text : growing_texts()) {
    const auto small = planned({text.make(size)}), large = planned({text.make(size * growth)});
    const std::vector<double> before = costs(small, sets, 3), after = costs(large, sets, 3);
    for (size_t i = 0; i < sets.size(); ++i) {
      if (!Growth{before[i], after[i]}.is_too_much()) continue;
      // Perhaps that was a slow moment of the machine.
      const std::span one(&sets[i], 1);
      const Growth again{costs(small, one, 9)[0], costs(large, one, 9)[0]};
      if (!again.is_too_much()) continue;
      ++found;
      fmt::print("  {:42} {:9.0f} {:9.0f} {:8.1f}\n",
                 fmt::format("{}: {}", builtin_rules()[i].name, text.name), again.small,
                 again.large, again.large / std::max(again.small, 1.0));
    }
  }
  if (found == 0) fmt::print("  none\n");
}

}  // namespace dflint
