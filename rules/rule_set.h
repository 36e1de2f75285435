// Which rules run, and how severe each is.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/config.h"
#include "rules/rule.h"

namespace dflint {

// Every rule compiled in, in order of name. Built once at the first call.
const std::vector<Rule>& builtin_rules();

// A check of BuildKit, by the alias that our rule of the same meaning has.
struct BuildkitCheck {
  std::string_view name;
  bool in_place = true;       // a `# check=skip=` comment above the instruction silences it
  bool experimental = false;  // reports only where `# check=experimental=` names it; never skipped
  bool outside = false;       // needs more than the Dockerfile: .dockerignore, a registry
};
// Exact case, as for BuildKit; nullptr where BuildKit has none of that name.
const BuildkitCheck* buildkit_check(std::string_view name);
// The first of the rule's aliases that is one.
const BuildkitCheck* buildkit_check(const Rule& rule);

inline constexpr std::array<Category, 6> all_categories = {
    Category::correctness, Category::security, Category::reproducibility,
    Category::cache,       Category::size,     Category::style};
std::optional<Category> category_named(std::string_view name);

// A rule that is on, with what the user wants of it.
struct ActiveRule {
  const Rule* rule = nullptr;
  Severity severity = Severity::warning;
  const std::vector<OptionValue>* options = nullptr;  // one for each of the rule's options
  bool as_hadolint = false;                           // report what hadolint would
};

// What is wanted of single codes ("SC2086") of the rule that stands for all of ShellCheck's.
struct CodeChoice {
  bool only = false;  // the rule is on for the sake of those in `selected`
  std::vector<std::string> selected, ignored;
  std::vector<std::pair<std::string, Severity>> severities;  // later ones win
};

// The checks that are on, by what they see.
struct Checks {
  template <typename Function>
  using List = std::vector<std::pair<ActiveRule, Function>>;
  List<InstructionCheck> instruction;
  List<ScriptCheck> script;
  List<CommandCheck> command;
  List<StageCheck> stage;
  List<PlanCheck> plan;
};

class RuleSet {
 public:
  // `rules` must outlive the set and everything found with it.
  explicit RuleSet(const std::vector<Rule>& rules) : rules_(rules) { configure_all({}); }
  RuleSet(RuleSet&&) = default;
  RuleSet(const RuleSet&) = delete;

  // Words that name no rule, category or group, in the order given; the others take effect.
  std::vector<std::string> configure(const Config& config) { return configure_all({&config, 1}); }
  // Later ones win: one that selects takes back what those before it selected and ignored, not how
  // severe rules are, nor their options.
  std::vector<std::string> configure_all(std::span<const Config> layers);
  std::vector<std::string> select(const Selection& selection) { return configure({selection, {}}); }
  // Comments such as `# dflint ignore=NAME` silence nothing.
  void disregard_comments() { comments_ = false; }

  const std::vector<Rule>& rules() const { return rules_; }
  bool on(size_t rule) const { return state_[rule] != State::off; }
  // Asked for by its own name or alias, not by a group or default.
  bool named(size_t rule) const { return state_[rule] == State::named; }
  // The rules report what hadolint would, as severe and where it would: one finding an instruction,
  // at its keyword, with the exact places as notes.
  bool as_hadolint() const { return as_hadolint_; }
  bool comments() const { return comments_; }
  // All findings of the rule are as severe as somebody wants them.
  bool severity_wanted(size_t rule) const { return wanted_[rule]; }
  bool any_severity_wanted() const { return any_wanted_; }
  // Whether findings of this rule give way to those of a rule that covers it.
  bool gives_way(size_t rule) const { return !as_other_ && !named(rule); }
  const Checks& checks() const { return checks_; }
  const CodeChoice& codes() const { return codes_; }
  ActiveRule active(size_t rule) const;
  // The number of a rule of this set; nothing for another one.
  std::optional<size_t> index_of(const Rule* rule) const;
  // The numbers of the rules that a word of a selection means; nothing where it means none.
  std::optional<std::vector<size_t>> meant_by(std::string_view word) const;
  // Every rule whose name, alias or code (any case) is `name`.
  std::vector<const Rule*> find(std::string_view name) const;
  // The rule, alias or group that `name` was probably meant to be; empty where nothing is near.
  std::string_view nearest(std::string_view name) const;

 private:
  enum class State : uint8_t { off, on, named };
  // Whether each rule is on; gives words that mean nothing.
  std::vector<std::string> switch_rules(std::span<const Config> layers);
  // Whether `word` means something.
  bool mark(std::string_view word, State group, State single);
  void mark_code(std::string_view code, bool on);
  void reset_settings();
  // Severity and options; whether the name means something.
  bool apply(const RuleSetting& setting);

  const std::vector<Rule>& rules_;
  std::vector<State> state_;
  std::vector<Severity> severities_;
  std::vector<bool> wanted_;
  bool any_wanted_ = false;
  std::vector<std::vector<OptionValue>> options_;
  bool as_hadolint_ = false;
  bool as_other_ = false;  // the rules of another linter were selected, for all that they report
  bool comments_ = true;
  CodeChoice codes_;
  Checks checks_;
};

}  // namespace dflint
