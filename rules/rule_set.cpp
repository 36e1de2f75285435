// Which rules run: selection by name, alias, category and origin.
#include "rules/rule_set.h"

#include <algorithm>
#include <array>
#include <functional>

#include "analysis/suggest.h"
#include "analysis/trim.h"
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
  for (Category category : all_categories) {
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

std::vector<std::string> RuleSet::configure_all(std::span<const Config> layers) {
  std::vector<std::string> unknown = switch_rules(layers);
  reset_settings();
  for (const Config& layer : layers) {
    for (const RuleSetting& setting : layer.settings) {
      if (!apply(setting)) unknown.push_back(setting.name);
    }
  }
  checks_ = {};
  for (size_t i = 0; i < rules_.size(); ++i) {
    if (on(i)) add_check(active(i), checks_);
  }
  return unknown;
}

std::vector<std::string> RuleSet::switch_rules(std::span<const Config> layers) {
  state_.assign(rules_.size(), State::off);
  codes_ = {};
  as_hadolint_ = as_other_ = false;
  std::vector<std::string> unknown;
  mark("default", State::on, State::on);
  for (const Config& layer : layers) {
    const std::vector<std::string>& wanted = layer.selection.select;
    if (!wanted.empty()) {
      state_.assign(rules_.size(), State::off);
      codes_ = {};
      as_hadolint_ = wanted.size() == 1 && equal_ignoring_case(trimmed(wanted[0]), "hadolint");
      as_other_ = std::any_of(wanted.begin(), wanted.end(), [](std::string_view word) {
        return equal_ignoring_case(trimmed(word), "hadolint") ||
               equal_ignoring_case(trimmed(word), "buildkit");
      });
    }
    for (const std::string& word : wanted) {
      if (!mark(trimmed(word), State::on, State::named)) unknown.push_back(word);
    }
    for (const RuleSetting& setting : layer.settings) {
      const State state = setting.on.value_or(true) ? State::named : State::off;
      if (setting.on) mark(setting.name, state, state);
    }
    for (const std::string& word : layer.selection.ignore) {
      if (!mark(trimmed(word), State::off, State::off)) unknown.push_back(word);
    }
  }
  for (size_t i = 0; i < rules_.size() && !codes_.selected.empty(); ++i) {
    if (!is_shellcheck(rules_[i]) || state_[i] != State::off) continue;
    state_[i] = State::on;
    codes_.only = true;
  }
  return unknown;
}

void RuleSet::mark_code(std::string_view code, bool on) {
  const std::string word = to_upper(code);
  std::erase(codes_.ignored, word);
  std::erase(codes_.selected, word);
  (on ? codes_.selected : codes_.ignored).push_back(word);
}

void RuleSet::reset_settings() {
  severities_.clear();
  wanted_.assign(rules_.size(), false);
  any_wanted_ = false;
  options_.assign(rules_.size(), {});
  for (size_t i = 0; i < rules_.size(); ++i) {
    const HadolintRule* theirs = as_hadolint_ ? hadolint_rule(rules_[i]) : nullptr;
    severities_.push_back(theirs ? theirs->severity : rules_[i].severity);
    for (const Option& option : rules_[i].options) {
      if (option.name.empty()) continue;
      options_[i].push_back(read_option(option.kind, option.standard).value_or(OptionValue()));
    }
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
    if (setting.severity) {
      severities_[i] = *setting.severity;
      // ShellCheck's codes differ.
      if (!is_shellcheck(rules_[i])) any_wanted_ = wanted_[i] = true;
    }
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
  const std::optional<std::vector<size_t>> meant = meant_by(word);
  if (!meant) return false;
  if (is_shellcheck_code(word)) {
    mark_code(word, single != State::off);
    return true;
  }
  for (size_t i : *meant) {
    const bool by_name = has_name(rules_[i], word);
    // What cannot be built is silenced by its name only, as in comments.
    if (!by_name && group == State::off && rules_[i].severity == Severity::error) continue;
    // A group does not take back that the rule was named.
    if (by_name || group == State::off || state_[i] == State::off) {
      state_[i] = by_name ? single : group;
    }
    if (is_shellcheck(rules_[i]) && !on(i)) codes_.selected.clear();
  }
  return true;
}

std::optional<std::vector<size_t>> RuleSet::meant_by(std::string_view word) const {
  const std::optional<Category> category = category_named(word);
  const bool all = equal_ignoring_case(word, "all"),
             standard = equal_ignoring_case(word, "default"),
             buildkit = equal_ignoring_case(word, "buildkit"),
             hadolint = equal_ignoring_case(word, "hadolint");
  const bool is_group = category || all || standard || buildkit || hadolint;
  std::vector<size_t> meant;
  for (size_t i = 0; i < rules_.size(); ++i) {
    const Rule& rule = rules_[i];
    if (all || category == rule.category || (standard && rule.on_by_default) ||
        (buildkit && buildkit_check(rule)) || (hadolint && is_of_hadolint(rule)) ||
        has_name(rule, word)) {
      meant.push_back(i);
    }
  }
  if (!is_group && meant.empty()) return std::nullopt;
  return meant;
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
  for (Category category : all_categories) words.push_back(to_string(category));
  for (const Rule& rule : rules_) {
    words.push_back(rule.name);
    for (std::string_view alias : rule.aliases) {
      if (!alias.empty()) words.push_back(alias);
    }
  }
  return dflint::nearest(name, words);
}

}  // namespace dflint
