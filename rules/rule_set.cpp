// Which rules run: selection by name, alias, category and origin.
#include "rules/rule_set.h"

#include <algorithm>
#include <array>
#include <functional>

#include "analysis/suggest.h"
#include "analysis/unicode.h"
#include "rules/builtin.h"
#include "rules/hadolint.h"

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

bool has_name(const Rule& rule, std::string_view name) {
  if (equal_ignoring_case(rule.name, name)) return true;
  if (is_shellcheck(rule) && is_shellcheck_code(name)) return true;
  return std::any_of(rule.aliases.begin(), rule.aliases.end(), [&](std::string_view alias) {
    return !alias.empty() && equal_ignoring_case(alias, name);
  });
}

bool is_of_hadolint(const Rule& rule) {
  if (is_shellcheck(rule)) return true;
  const HadolintRule* found = hadolint_rule(rule);
  return found && found->on;
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

std::optional<Category> category_named(std::string_view name) {
  for (Category category : categories) {
    if (equal_ignoring_case(to_string(category), name)) return category;
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

namespace {

// "a, b" on a command line is the list of a and b.
std::string_view trimmed(std::string_view word) {
  word.remove_prefix(leading_space(word));
  word.remove_suffix(trailing_space(word));
  return word;
}

std::string to_upper(std::string_view word) {
  std::string upper(word);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
  }
  return upper;
}

void add_check(const ActiveRule& active, Checks& checks) {
  const Check& check = active.rule->check;
  if (const auto* one = std::get_if<InstructionCheck>(&check)) {
    checks.instruction.emplace_back(active, *one);
  } else if (const auto* one = std::get_if<ScriptCheck>(&check)) {
    checks.script.emplace_back(active, *one);
  } else if (const auto* one = std::get_if<CommandCheck>(&check)) {
    checks.command.emplace_back(active, *one);
  } else if (const auto* one = std::get_if<StageCheck>(&check)) {
    checks.stage.emplace_back(active, *one);
  } else {
    checks.plan.emplace_back(active, std::get<PlanCheck>(check));
  }
}

}  // namespace

std::vector<std::string> RuleSet::configure(const Config& config) {
  const std::vector<std::string>& wanted = config.selection.select;
  state_.assign(rules_.size(), State::off);
  std::vector<std::string> unknown;
  if (wanted.empty()) mark("default", State::on, State::on);
  for (const std::string& word : wanted) {
    if (!mark(trimmed(word), State::on, State::named)) unknown.push_back(word);
  }
  choose_codes(config.selection);
  for (const std::string& word : config.selection.ignore) {
    if (!mark(trimmed(word), State::off, State::off)) unknown.push_back(word);
  }
  as_hadolint_ = wanted.size() == 1 && equal_ignoring_case(trimmed(wanted[0]), "hadolint");

  severities_.clear();
  options_.assign(rules_.size(), {});
  for (size_t i = 0; i < rules_.size(); ++i) {
    const HadolintRule* theirs = as_hadolint_ ? hadolint_rule(rules_[i]) : nullptr;
    severities_.push_back(theirs ? theirs->severity : rules_[i].severity);
    for (const Option& option : rules_[i].options) {
      if (option.name.empty()) continue;
      options_[i].push_back(read_option(option.kind, option.standard).value_or(OptionValue()));
    }
  }
  for (const RuleSetting& setting : config.settings) {
    if (!apply(setting)) unknown.push_back(setting.name);
  }

  checks_ = {};
  for (size_t i = 0; i < rules_.size(); ++i) {
    if (on(i)) add_check(active(i), checks_);
  }
  return unknown;
}

void RuleSet::choose_codes(const Selection& selection) {
  codes_ = {};
  const auto take = [](const std::vector<std::string>& words, std::vector<std::string>& codes) {
    for (std::string_view word : words) {
      if (is_shellcheck_code(trimmed(word))) codes.push_back(to_upper(trimmed(word)));
    }
  };
  take(selection.select, codes_.selected);
  take(selection.ignore, codes_.ignored);
  if (codes_.selected.empty()) return;
  for (size_t i = 0; i < rules_.size(); ++i) {
    if (!is_shellcheck(rules_[i]) || state_[i] != State::off) continue;
    state_[i] = State::on;
    codes_.only = true;
  }
}

bool RuleSet::apply(const RuleSetting& setting) {
  bool known = false;
  const bool code = is_shellcheck_code(setting.name);
  if (code && setting.severity) {
    codes_.severities.emplace_back(to_upper(setting.name), *setting.severity);
  }
  for (size_t i = 0; i < rules_.size(); ++i) {
    if (!has_name(rules_[i], setting.name)) continue;
    known = true;
    if (code) continue;
    if (setting.severity) severities_[i] = *setting.severity;
    for (const OptionSetting& given : setting.options) {
      for (size_t k = 0; k < options_[i].size(); ++k) {
        const Option& option = rules_[i].options[k];
        if (option.name == given.name && given.value.index() == options_[i][k].index()) {
          options_[i][k] = given.value;
        }
      }
    }
  }
  return known;
}

ActiveRule RuleSet::active(size_t rule) const {
  return {&rules_[rule], severities_[rule], &options_[rule], as_hadolint_};
}

bool RuleSet::mark(std::string_view word, State group, State single) {
  const std::optional<Category> category = category_named(word);
  const bool all = equal_ignoring_case(word, "all"),
             standard = equal_ignoring_case(word, "default");
  const bool buildkit = equal_ignoring_case(word, "buildkit"),
             hadolint = equal_ignoring_case(word, "hadolint");
  const bool is_group = category || all || standard || buildkit || hadolint;
  bool known = is_group;
  if (is_shellcheck_code(word)) return !find(word).empty();  // see choose_codes
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
  std::vector<std::string_view> words(groups.begin(), groups.end());
  for (Category category : categories) words.push_back(to_string(category));
  for (const Rule& rule : rules_) {
    words.push_back(rule.name);
    for (std::string_view alias : rule.aliases) {
      if (!alias.empty()) words.push_back(alias);
    }
  }
  return dflint::nearest(name, words);
}

}  // namespace dflint
