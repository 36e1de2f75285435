// Chooses the scripts, knows the variables that the builder sets, picks the comments to show.
#include "rules/shellcheck.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

#include <fmt/core.h>

#include "analysis/unicode.h"
#include "rules/hadolint.h"

namespace dflint {
namespace {

using Names = std::unordered_set<std::string_view>;

// What every RUN may read without an ARG.
constexpr std::string_view proxies[] = {"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy",
                                        "FTP_PROXY",  "ftp_proxy",  "NO_PROXY",    "no_proxy",
                                        "ALL_PROXY",  "all_proxy"};

// The variables at each instruction. Ask for instructions in order.
class Declared {
 public:
  explicit Declared(const Plan& plan) : plan_(plan), left_(plan.stages.size()) {}

  // Those of ENV, and those of ARG where `args`, in front of the instruction.
  Names at(uint32_t instruction, bool args) {
    for (; next_ < plan_.variables.size(); ++next_) {
      const Variable& variable = plan_.variables[next_];
      if (variable.kind == VariableKind::predefined || variable.stage == none) continue;
      if (variable.instruction >= instruction) break;
      enter(variable.stage);
      (variable.kind == VariableKind::env ? env_ : args_).insert(variable.name);
    }
    enter(plan_.steps[instruction].stage);
    Names names = env_;
    if (!args) return names;
    names.insert(args_.begin(), args_.end());
    names.insert(std::begin(proxies), std::end(proxies));
    return names;
  }

 private:
  // A stage begins with the ENV of the stage that it is built from.
  void enter(uint32_t stage) {
    if (stage == stage_) return;
    if (stage_ != none) left_[stage_] = std::move(env_);
    env_.clear(), args_.clear();
    stage_ = stage;
    if (stage == none) return;
    const uint32_t parent = plan_.stages[stage].parent;
    if (parent == none || parent >= left_.size() || copied_ > most_copied) return;
    env_ = left_[parent];
    copied_ += env_.size();
  }

  // Stages that inherit from each other in a long chain would copy more and more.
  static constexpr size_t most_copied = 100'000;

  const Plan& plan_;
  std::vector<Names> left_;  // of each stage at its end
  Names env_, args_;
  uint32_t stage_ = none;
  size_t next_ = 0;
  size_t copied_ = 0;
};

// Whether SHELL starts the shell with -e.
bool stops_on_error(const Document& document, const Step& step) {
  if (step.shell == none) return false;
  const Instruction& in = *document.instructions[step.shell];
  const Statement& shell = in.effective();
  return shell.exec_form &&
         std::any_of(shell.args.begin(), shell.args.end(), [&](const Word& word) {
           const std::string_view flag = in.value(word);
           return flag.size() > 1 && flag[0] == '-' && flag[1] != '-' &&
                  flag.find('e') != flag.npos;
         });
}

// A body that the outer shell expands first is not yet the script that the inner one reads.
bool as_written(const Script& inner) {
  const std::vector<Heredoc>& heredocs = inner.in->heredocs;
  return std::none_of(heredocs.begin(), heredocs.end(), [&](const Heredoc& heredoc) {
    return heredoc.expand && heredoc.body.begin <= inner.span.begin &&
           inner.span.end <= heredoc.body.end;
  });
}

bool is_one_of(const std::vector<std::string>& codes, std::string_view code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// Right in principle, and no reason to change a build step that works: only where asked for.
bool is_advice(uint32_t code) {
  (void)code;
  return false;
}

// Whether a comment speaks of something that a Dockerfile makes different.
bool is_mistaken(uint32_t code, const Statement& statement) {
  // `docker run -e` sets what the Dockerfile does not.
  return code == 2154 && statement.keyword != Keyword::run;
}

Severity least_severity(const OptionValue& option) {
  const std::string& word = std::get<std::string>(option);
  for (Severity severity : {Severity::style, Severity::info, Severity::error}) {
    if (equal_ignoring_case(word, to_string(severity))) return severity;
  }
  return Severity::warning;
}

// How severe the comment is; nothing where nobody wants it.
std::optional<Severity> severity_of(const ShellcheckComment& comment, std::string_view code,
                                    size_t rule, const RuleSet& rules) {
  const CodeChoice& codes = rules.codes();
  if (is_one_of(codes.ignored, code)) return std::nullopt;
  const ActiveRule active = rules.active(rule);
  Severity severity = comment.level;
  if (active.severity != active.rule->severity) severity = active.severity;
  bool wanted = is_one_of(codes.selected, code);
  for (const auto& [name, given] : codes.severities) {
    if (name == code) severity = given, wanted = true;
  }
  if (wanted) return severity;
  if (codes.only) return std::nullopt;
  if (active.as_hadolint || rules.named(rule)) return severity;
  if (comment.level < least_severity((*active.options)[0]) || is_advice(comment.code)) {
    return std::nullopt;
  }
  return severity;
}

std::optional<Fix> fix_of(const ShellcheckText& text, const ShellcheckComment& comment,
                          std::string_view code) {
  if (comment.edits.empty()) return std::nullopt;
  Fix fix{fmt::format("Change it as ShellCheck proposes ({})", code), Safety::unsafe, {}};
  for (const ShellcheckComment::Edit& edit : comment.edits) {
    const bool insertion = edit.begin == edit.end;
    const uint32_t begin = insertion && edit.before ? edit.begin - 1 : edit.begin;
    if (edit.begin == 0 || !text.replaceable(begin, insertion ? begin + 1 : edit.end))
      return std::nullopt;
    Span span = text.source(begin, insertion ? begin + 1 : edit.end);
    if (insertion) (edit.before ? span.begin : span.end) = edit.before ? span.end : span.begin;
    fix.replacements.push_back({{text.script->in, span}, edit.text});
  }
  return fix;
}

// As messages of other rules: no capital, no full stop.
std::string message_of(const ShellcheckComment& comment) {
  std::string message = comment.message;
  if (message.ends_with('.') && !message.ends_with("..")) message.pop_back();
  if (message.size() > 1 && message[0] >= 'A' && message[0] <= 'Z' && message[1] >= 'a' &&
      message[1] <= 'z') {
    message[0] = to_lower(message[0]);
  }
  return message;
}

std::optional<size_t> rule_index(const RuleSet& rules) {
  for (size_t i = 0; i < rules.rules().size(); ++i) {
    if (is_shellcheck(rules.rules()[i])) return i;
  }
  return std::nullopt;
}

}  // namespace

std::vector<ShellcheckText> shellcheck_texts(const Document& document, const Plan& plan,
                                             const RuleSet& rules) {
  std::vector<ShellcheckText> texts;
  const std::optional<size_t> rule = rule_index(rules);
  if (!rule || !rules.on(*rule)) return texts;
  Declared declared(plan);
  for (uint32_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    if (!step.script) continue;
    const Keyword keyword = document.instructions[i]->effective().keyword;
    if (rules.as_hadolint() && keyword != Keyword::run) continue;
    const Names names = declared.at(i, keyword == Keyword::run);
    if (auto text = shellcheck_text(*step.script, names, stops_on_error(document, step)))
      texts.push_back(std::move(*text));
    if (rules.as_hadolint()) continue;
    for (const ScriptPtr& inner : step.more) {
      if (!as_written(*inner)) continue;
      if (auto text = shellcheck_text(*inner, names, false)) texts.push_back(std::move(*text));
    }
  }
  return texts;
}

void append_shellcheck(Findings& findings, const ShellcheckText& text,
                       const ShellcheckComments& comments, const RuleSet& rules) {
  const std::optional<size_t> rule = rule_index(rules);
  if (!rule || !rules.on(*rule)) return;
  for (const ShellcheckComment& comment : comments) {
    if (!rules.as_hadolint() && is_mistaken(comment.code, text.script->in->effective())) continue;
    std::string code = fmt::format("SC{:04}", comment.code);
    const std::optional<Severity> severity = severity_of(comment, code, *rule, rules);
    if (!severity) continue;
    Finding& finding = findings.emplace_back();
    finding.rule = &rules.rules()[*rule];
    finding.severity = *severity;
    finding.place = {text.script->in, text.source(comment.begin, comment.end)};
    finding.message = message_of(comment);
    if (auto fix = fix_of(text, comment, code)) finding.fixes.push_back(std::move(*fix));
    finding.code = std::move(code);
  }
}

std::string shellcheck_url(std::string_view code) {
  if (!is_shellcheck_code(code)) return {};
  return fmt::format("https://www.shellcheck.net/wiki/{}", code);
}

}  // namespace dflint
