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
  // Valid until the next question.
  std::vector<const Names*> at(uint32_t instruction, bool args) {
    for (; next_ < plan_.variables.size(); ++next_) {
      const Variable& variable = plan_.variables[next_];
      if (variable.kind == VariableKind::predefined || variable.stage == none) continue;
      if (variable.instruction >= instruction) break;
      enter(variable.stage);
      (variable.kind == VariableKind::env ? env_ : args_).insert(variable.name);
    }
    enter(plan_.steps[instruction].stage);
    if (!args) return {&env_};
    return {&env_, &args_, &proxies_};
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
  const Names proxies_{std::begin(proxies), std::end(proxies)};
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

// The shell that `# hadolint shell=` names: above the first FROM for the whole file, else for its
// stage from there on.
class ToldShell {
 public:
  ToldShell(const Document& document, const Plan& plan) : document_(document), plan_(plan) {}

  // Base name; empty where nobody says anything. Ask for instructions in order.
  std::string_view at(uint32_t instruction) {
    const uint32_t stage = plan_.steps[instruction].stage;
    if (stage != stage_) in_stage_ = {}, stage_ = stage;
    const Instruction& in = *document_.instructions[instruction];
    const bool is_first_from = stage == 0 && plan_.stages[0].first == instruction;
    for (const Span& comment : in.comments) {
      const std::string_view name = shell_in(in.source(comment));
      if (!name.empty()) (stage == none || is_first_from ? in_file_ : in_stage_) = name;
    }
    return in_stage_.empty() ? in_file_ : in_stage_;
  }

 private:
  static std::string_view shell_in(std::string_view comment) {
    const auto skip = [&](std::string_view word) {
      comment.remove_prefix(std::min(comment.find_first_not_of(" \t"), comment.size()));
      if (!comment.starts_with(word)) return false;
      comment.remove_prefix(word.size());
      return true;
    };
    if (!skip("#") || !skip("hadolint") || !skip("shell") || !skip("=")) return {};
    skip("");
    const std::string_view name = comment.substr(0, comment.find_first_of(" \t\r"));
    return name.substr(name.rfind('/') + 1);
  }

  const Document& document_;
  const Plan& plan_;
  std::string_view in_file_, in_stage_;
  uint32_t stage_ = none;
};

// Whether `sh` is certainly Debian's or Ubuntu's, which knows nothing beyond POSIX.
bool has_dash(const Plan& plan, uint32_t stage) {
  if (stage == none) return false;
  // A stage is built from an earlier one.
  while (plan.stages[stage].parent < stage) stage = plan.stages[stage].parent;
  std::string_view image = plan.stages[stage].base;
  image.remove_prefix(image.rfind('/') + 1);
  const std::string_view name = image.substr(0, image.find_first_of(":@"));
  for (std::string_view known : {"debian", "ubuntu", "buildpack-deps"}) {
    if (name == known) return true;
  }
  const std::string_view tag = image.substr(name.size(), image.find('@') - name.size());
  for (std::string_view release : {"stretch", "buster", "bullseye", "bookworm", "trixie", "bionic",
                                   "focal", "jammy", "noble"}) {
    if (tag.find(release) != tag.npos) return true;
  }
  return false;
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
  constexpr uint32_t advice[] = {
      1075,                    // `else if`: what a script on one line looks like
      1083,                    // braces that nobody expands
      2011, 2038, 2044, 2045,  // names of files with blanks
      2046, 2206, 2207,        // words from $(…), which are often meant
      2043, 2155, 2166, 2174,
      2211,  // loops over one word, masked status, test -a, mkdir -pm, globs
      2226,  // `ln -s target`: into the working directory
  };
  return std::find(std::begin(advice), std::end(advice), code) != std::end(advice);
}

// The shell cannot read it, by ShellCheck's lights.
bool is_syntax_error(const ShellcheckComment& comment) {
  return comment.code < 2000 && comment.level == Severity::error;
}

// {{ name }} and <% name %>: the file is made into a Dockerfile by another program.
bool is_template(std::string_view script) {
  return script.find("{{") != script.npos || script.find("<%") != script.npos;
}

// `["a", 'b']`: exec form was meant, which other rules speak of.
bool is_broken_exec_form(std::string_view script) {
  return script.size() > 1 && script[0] == '[' && script[1] != ' ' && script[1] != '[';
}

// Whether a comment is right, and a person who reviews the file would say it.
bool is_worth_saying(const ShellcheckComment& comment, const ShellcheckJob& job) {
  const Script& script = *job.text.script;
  if (is_advice(comment.code)) return false;
  if (is_broken_exec_form(script.text)) return false;
  if (is_template(script.text) && comment.level == Severity::error) return false;
  // `docker run -e` sets what the Dockerfile does not.
  const bool runs_later = script.in->effective().keyword != Keyword::run;
  if (comment.code == 2154 && runs_later) return false;
  if (comment.code / 1000 != 3) return true;
  if (!job.plain_sh) return false;
  // dash has echo -n.
  return comment.code != 3037 ||
         std::string_view(job.text.text).substr(comment.begin, comment.end - comment.begin) != "-n";
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
                                    const ShellcheckJob& job, size_t rule, const RuleSet& rules) {
  const CodeChoice& codes = rules.codes();
  if (is_one_of(codes.ignored, code)) return std::nullopt;
  const ActiveRule active = rules.active(rule);
  // An error is what the builder refuses.
  Severity severity =
      active.as_hadolint ? comment.level : std::min(comment.level, Severity::warning);
  if (active.severity != active.rule->severity) severity = active.severity;
  bool wanted = is_one_of(codes.selected, code);
  for (const auto& [name, given] : codes.severities) {
    if (name == code) severity = given, wanted = true;
  }
  if (!wanted && codes.only) return std::nullopt;
  if (wanted || active.as_hadolint || rules.named(rule)) return severity;
  if (comment.level < least_severity((*active.options)[0])) return std::nullopt;
  if (!is_worth_saying(comment, job)) return std::nullopt;
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

std::vector<ShellcheckJob> shellcheck_jobs(const Document& document, const Plan& plan,
                                           const RuleSet& rules) {
  std::vector<ShellcheckJob> jobs;
  const std::optional<size_t> rule = rule_index(rules);
  if (!rule || !rules.on(*rule)) return jobs;
  Declared declared(plan);
  ToldShell told(document, plan);
  for (uint32_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    const std::string_view shell = told.at(i);
    if (!step.script) continue;
    if (step.script->kind == ShellKind::exec && step.more.empty()) continue;
    const Keyword keyword = document.instructions[i]->effective().keyword;
    if (rules.as_hadolint() && keyword != Keyword::run) continue;
    const std::vector<const Names*> names = declared.at(i, keyword == Keyword::run);
    const auto add = [&](const Script& script, const ShellcheckAround& around) {
      auto text = shellcheck_text(script, around);
      if (!text) return;
      const bool plain = script.dialect == "dash" ||
                         (script.dialect == "sh" && shell.empty() && has_dash(plan, step.stage));
      jobs.push_back({std::move(*text), plain});
    };
    add(*step.script, {names, stops_on_error(document, step), shell});
    if (rules.as_hadolint()) continue;
    for (const ScriptPtr& inner : step.more) {
      if (as_written(*inner)) add(*inner, {names});
    }
  }
  return jobs;
}

void append_shellcheck(Findings& findings, const ShellcheckJob& job,
                       const ShellcheckComments& comments, const RuleSet& rules) {
  const std::optional<size_t> rule = rule_index(rules);
  if (!rule || !rules.on(*rule)) return;
  const bool all = rules.as_hadolint() || rules.named(*rule);
  const Instruction* in = job.text.script->in;
  std::optional<size_t> broken;  // the finding about what the shell cannot read
  for (const ShellcheckComment& comment : comments) {
    std::string code = fmt::format("SC{:04}", comment.code);
    const std::optional<Severity> severity = severity_of(comment, code, job, *rule, rules);
    if (!severity) continue;
    const Place place = {in, job.text.source(comment.begin, comment.end)};
    // ShellCheck says up to four things about one mistake.
    if (broken && !all && is_syntax_error(comment)) {
      findings[*broken].notes.push_back({place, message_of(comment)});
      continue;
    }
    if (is_syntax_error(comment)) broken = findings.size();
    Finding& finding = findings.emplace_back();
    finding.rule = &rules.rules()[*rule];
    finding.severity = *severity;
    finding.place = place;
    finding.message = message_of(comment);
    if (auto fix = fix_of(job.text, comment, code)) finding.fixes.push_back(std::move(*fix));
    finding.code = std::move(code);
  }
}

std::string_view shown_code(const Finding& finding) {
  return is_shellcheck_code(finding.code) ? std::string_view(finding.code) : finding.rule->name;
}

std::string shellcheck_url(std::string_view code) {
  if (!is_shellcheck_code(code)) return {};
  return fmt::format("https://www.shellcheck.net/wiki/{}", code);
}

}  // namespace dflint
