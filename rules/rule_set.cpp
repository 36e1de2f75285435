// Which rules run: selection by name, alias, category and origin.
#include "rules/rule_set.h"

#include <algorithm>
#include <array>
#include <functional>

#include "rules/builtin.h"

namespace dflint {
namespace {

// From BuildKit's rule set; in_place as observed.
constexpr auto buildkit_checks = std::to_array<BuildkitCheck>({
    {"ConsistentInstructionCasing", false},
    {"CopyIgnoredFile", true, false, true},
    {"DuplicateStageName", false},
    {"ExposeInvalidFormat"},
    {"ExposeProtoCasing"},
    {"FromAsCasing"},
    {"FromPlatformFlagConstDisallowed"},
    {"InvalidBaseImagePlatform", false, false, true},
    {"InvalidDefaultArgInFrom", false},
    {"InvalidDefinitionDescription", true, true},
    {"JSONArgsRecommended"},
    {"LegacyKeyValueFormat"},
    {"MaintainerDeprecated"},
    {"MultipleInstructionsDisallowed"},
    {"NoEmptyContinuation", false},
    {"RedundantTargetPlatform"},
    {"ReservedStageName", false},
    {"SecretsUsedInArgOrEnv"},
    {"StageNameCasing"},
    {"UndefinedArgInFrom"},
    {"UndefinedVar"},
    {"WorkdirRelativePath"},
});

constexpr std::array<Category, 6> categories = {
    Category::correctness, Category::security, Category::reproducibility,
    Category::cache,       Category::size,     Category::style};

constexpr std::array<std::string_view, 4> groups = {"all", "buildkit", "default", "hadolint"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c; }

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

bool has_name(const Rule& rule, std::string_view name) {
  if (same(rule.name, name)) return true;
  return std::any_of(rule.aliases.begin(), rule.aliases.end(),
                     [&](std::string_view alias) { return !alias.empty() && same(alias, name); });
}

bool is_of_hadolint(const Rule& rule) {
  return std::any_of(rule.aliases.begin(), rule.aliases.end(), is_hadolint_code);
}

// How many letters differ, ignoring case; a swap of neighbours counts once. At most `limit` + 1.
size_t distance(std::string_view a, std::string_view b, size_t limit) {
  constexpr size_t longest = 64;
  const size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit || a.size() > longest || b.size() > longest) return limit + 1;
  std::array<std::array<size_t, longest + 1>, 3> rows;  // before last, last, this
  for (size_t j = 0; j <= b.size(); ++j) rows[1][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    rows[2][0] = i;
    size_t least = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool equal = lower(a[i - 1]) == lower(b[j - 1]);
      size_t best = std::min({rows[1][j] + 1, rows[2][j - 1] + 1, rows[1][j - 1] + !equal});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1])) {
        best = std::min(best, rows[0][j - 2] + 1);
      }
      rows[2][j] = best;
      least = std::min(least, best);
    }
    if (least > limit) return limit + 1;
    rows[0] = rows[1];
    rows[1] = rows[2];
  }
  return rows[1][b.size()];
}

}  // namespace

const BuildkitCheck* buildkit_check(std::string_view name) {
  const auto* found = std::find_if(buildkit_checks.begin(), buildkit_checks.end(),
                                   [&](const BuildkitCheck& check) { return check.name == name; });
  return found == buildkit_checks.end() ? nullptr : &*found;
}

const BuildkitCheck* buildkit_check(const Rule& rule) {
  for (std::string_view alias : rule.aliases) {
    if (alias.empty()) continue;
    if (const BuildkitCheck* check = buildkit_check(alias)) return check;
  }
  return nullptr;
}

bool is_hadolint_code(std::string_view name) {
  if (name.size() != 6) return false;
  if (!same(name.substr(0, 2), "DL") && !same(name.substr(0, 2), "SC")) return false;
  return std::all_of(name.begin() + 2, name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Category> category_named(std::string_view name) {
  for (Category category : categories) {
    if (same(to_string(category), name)) return category;
  }
  return std::nullopt;
}

const std::vector<Rule>& builtin_rules() {
  static const std::vector<Rule> rules = [] {
    std::vector<Rule> all;
    all.reserve(builtin_rule_files().size());
    for (const BuiltinRule& file : builtin_rule_files()) all.push_back(file.make());
    std::sort(all.begin(), all.end(), [](const Rule& a, const Rule& b) { return a.name < b.name; });
    return all;
  }();
  return rules;
}

std::vector<std::string> RuleSet::select(const Selection& selection) {
  state_.assign(rules_.size(), State::off);
  std::vector<std::string> unknown;
  if (selection.select.empty()) mark("default", State::on, State::on);
  for (const std::string& word : selection.select) {
    if (!mark(word, State::on, State::named)) unknown.push_back(word);
  }
  for (const std::string& word : selection.ignore) {
    if (!mark(word, State::off, State::off)) unknown.push_back(word);
  }

  checks_ = {};
  for (size_t i = 0; i < rules_.size(); ++i) {
    if (!on(i)) continue;
    const Rule* rule = &rules_[i];
    if (const auto* check = std::get_if<InstructionCheck>(&rule->check)) {
      checks_.instruction.emplace_back(rule, *check);
    } else if (const auto* check = std::get_if<CommandCheck>(&rule->check)) {
      checks_.command.emplace_back(rule, *check);
    } else if (const auto* check = std::get_if<StageCheck>(&rule->check)) {
      checks_.stage.emplace_back(rule, *check);
    } else {
      checks_.plan.emplace_back(rule, std::get<PlanCheck>(rule->check));
    }
  }
  return unknown;
}

bool RuleSet::mark(std::string_view word, State group, State single) {
  const std::optional<Category> category = category_named(word);
  const bool all = same(word, "all"), standard = same(word, "default");
  const bool buildkit = same(word, "buildkit"), hadolint = same(word, "hadolint");
  const bool is_group = category || all || standard || buildkit || hadolint;
  bool known = is_group;
  for (size_t i = 0; i < rules_.size(); ++i) {
    const Rule& rule = rules_[i];
    if (has_name(rule, word)) {
      known = true;
      state_[i] = single;
    } else if (is_group &&
               (all || category == rule.category || (standard && rule.on_by_default) ||
                (buildkit && buildkit_check(rule)) || (hadolint && is_of_hadolint(rule)))) {
      // A group does not take back that the rule was named.
      if (group == State::off || state_[i] == State::off) state_[i] = group;
    }
  }
  return known;
}

std::optional<size_t> RuleSet::index_of(const Rule* rule) const {
  const std::less<const Rule*> before;
  if (before(rule, rules_.data()) || !before(rule, rules_.data() + rules_.size())) {
    return std::nullopt;
  }
  return static_cast<size_t>(rule - rules_.data());
}

std::vector<const Rule*> RuleSet::find(std::string_view name) const {
  std::vector<const Rule*> found;
  for (const Rule& rule : rules_) {
    if (has_name(rule, name)) found.push_back(&rule);
  }
  return found;
}

std::string_view RuleSet::nearest(std::string_view name) const {
  // A third of the letters may be wrong, but never more than three.
  size_t limit = std::min<size_t>(3, name.size() / 3);
  std::string_view best;
  const auto consider = [&](std::string_view candidate) {
    if (candidate.empty() || limit == 0) return;
    const size_t far = distance(name, candidate, limit);
    if (far > limit || (far == limit && !best.empty())) return;
    best = candidate;
    limit = far;
  };
  for (const Rule& rule : rules_) {
    consider(rule.name);
    for (std::string_view alias : rule.aliases) consider(alias);
  }
  for (Category category : categories) consider(to_string(category));
  for (std::string_view group : groups) consider(group);
  return best;
}

}  // namespace dflint
