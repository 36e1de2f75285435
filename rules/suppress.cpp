// Applies suppression comments to findings, and judges the comments.
#include "rules/suppress.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/core.h>

#include "rules/comments.h"
#include "rules/hadolint.h"
#include "rules/misshapen.h"
#include "rules/report.h"

namespace dflint {
namespace {

using Scope = Suppression::Scope;
using Tool = Suppression::Dialect;

// Where a suppression reaches, and what it silences there, as one number to sort and search by.
enum class Reach : uint8_t { file, stage, instruction, check_file, check_instruction };

uint64_t key_of(Reach reach, uint32_t where, uint32_t target) {
  return uint64_t(reach) << 61 | uint64_t(where) << 29 | target;
}

// What a name means. `rules` is empty for a category or "all", and for what nobody knows.
struct Meaning {
  std::vector<uint32_t> rules;
  uint32_t code = none;  // of hadolint: only findings that have it, or that have none
  bool all = false;
  std::optional<Category> category;
};

// What about a suppression that silenced nothing?
enum class Unused : uint8_t { no, yes, not_there };

class Suppressor {
 public:
  Suppressor(const Document& document, const Plan& plan, const RuleSet& rules)
      : document_(document), plan_(plan), rules_(rules), locator_(document) {}

  void run(Findings& findings) {
    if (!rules_.comments()) return;
    all_ = suppressions(document_);
    dead_ = dead_comments(document_);
    misshapen_ = misshapen_comments(document_, rules_);
    if (all_.empty() && dead_.empty() && misshapen_.empty()) return;
    build();
    findings.erase(std::remove_if(findings.begin(), findings.end(),
                                  [&](const Finding& finding) { return silenced(finding); }),
                   findings.end());
    mark_used();

    Findings about;
    report_unknown(about);
    report_unused(about);
    for (Finding& finding : about) {
      if (!silenced(finding)) findings.push_back(std::move(finding));
    }
  }

 private:
  uint32_t target_all() const { return static_cast<uint32_t>(rules_.rules().size()); }
  uint32_t target_of(Category category) const { return target_all() + 1 + uint32_t(category); }
  // Findings of the rule that have no code of their own.
  uint32_t target_without_code(uint32_t rule) const { return target_all() + 8 + rule; }
  uint32_t target_of_code(uint32_t code) const { return 2 * target_all() + 8 + code; }

  bool about_comments(const Rule& rule) const {
    return rule.name == "unknown-suppression" || rule.name == "unused-suppression";
  }

  // --- what the comments say

  // Numbers the codes that comments name.
  uint32_t number_of(std::string_view code) {
    std::string upper(code);
    upper[0] = code[0] & ~0x20, upper[1] = code[1] & ~0x20;
    return codes_.try_emplace(std::move(upper), uint32_t(codes_.size())).first->second;
  }

  Meaning meaning_of(const Suppression& suppression) {
    Meaning meaning;
    const bool exact = suppression.dialect == Tool::buildkit;
    meaning.all = suppression.name == "all";
    if (!exact) meaning.category = category_named(suppression.name);
    if (meaning.all || meaning.category) return meaning;
    if (is_hadolint_code(suppression.name)) meaning.code = number_of(suppression.name);
    for (const Rule* rule : rules_.find(suppression.name)) {
      const bool same = rule->name == suppression.name ||
                        std::find(rule->aliases.begin(), rule->aliases.end(), suppression.name) !=
                            rule->aliases.end();
      if (!exact || same) meaning.rules.push_back(static_cast<uint32_t>(*rules_.index_of(rule)));
    }
    return meaning;
  }

  const Meaning& meaning(const Suppression& suppression) {
    auto& known = meanings_[suppression.dialect == Tool::buildkit];
    const auto [entry, fresh] = known.try_emplace(suppression.name);
    if (fresh) entry->second = meaning_of(suppression);
    return entry->second;
  }

  void build() {
    for (uint32_t i = 0; i < all_.size(); ++i) {
      const Suppression& suppression = all_[i];
      const bool buildkit = suppression.dialect == Tool::buildkit;
      Reach reach = buildkit ? Reach::check_file : Reach::file;
      uint32_t where = 0;
      if (suppression.scope == Scope::instruction) {
        reach = buildkit ? Reach::check_instruction : Reach::instruction;
        where = suppression.instruction;
      } else if (suppression.scope == Scope::stage) {
        reach = Reach::stage;
        where = plan_.steps[suppression.instruction].stage;
        if (where == none) continue;
      }
      const Meaning& means = meaning(suppression);
      if (means.all) add(key_of(reach, where, target_all()), i);
      if (means.category) add(key_of(reach, where, target_of(*means.category)), i);
      if (means.code != none) add(key_of(reach, where, target_of_code(means.code)), i);
      for (uint32_t rule : means.rules) {
        const uint32_t target = means.code == none ? rule : target_without_code(rule);
        add(key_of(reach, where, target), i);
      }
    }
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
      return std::pair(a.key, a.suppression) < std::pair(b.key, b.suppression);
    });
  }

  struct Entry {
    uint64_t key;
    uint32_t suppression;
    bool hit = false;  // of the first with its key, for all of them
  };

  void add(uint64_t key, uint32_t suppression) { entries_.push_back({key, suppression}); }

  // --- what they silence

  bool hit(Reach reach, uint32_t where, uint32_t target) {
    const uint64_t key = key_of(reach, where, target);
    const auto entry = std::lower_bound(entries_.begin(), entries_.end(), key,
                                        [](const Entry& a, uint64_t b) { return a.key < b; });
    if (entry == entries_.end() || entry->key != key) return false;
    entry->hit = true;
    return true;
  }

  // Every comment that speaks of the finding counts as used, not only the first.
  bool silenced(const Finding& finding) {
    const std::optional<size_t> rule = rules_.index_of(finding.rule);
    if (!rule) return false;
    const bool soft = finding.severity != Severity::error && !about_comments(*finding.rule);
    const uint32_t target = target_of(finding, static_cast<uint32_t>(*rule));
    const auto any = [&](Reach reach, uint32_t where) {
      bool found = hit(reach, where, static_cast<uint32_t>(*rule));
      found |= hit(reach, where, target);
      if (!soft) return found;
      found |= hit(reach, where, target_all());
      return static_cast<bool>(found | hit(reach, where, target_of(finding.rule->category)));
    };

    bool found = any(Reach::file, 0);
    const std::optional<size_t> at = locator_.index_of(finding.place.in);
    if (at) {
      found |= any(Reach::instruction, static_cast<uint32_t>(*at));
      const uint32_t stage = plan_.steps[*at].stage;
      if (stage != none) found |= any(Reach::stage, stage);
    }
    std::optional<size_t> check_at = at;
    if (finding.suppress_at) {
      check_at = locator_.index_of(finding.suppress_at);
      if (check_at) found |= any(Reach::instruction, static_cast<uint32_t>(*check_at));
    }
    return found | checked(finding, static_cast<uint32_t>(*rule), soft, check_at);
  }

  // What a comment reaches that names a code: findings with that code, or all of a rule where they
  // have none.
  uint32_t target_of(const Finding& finding, uint32_t rule) const {
    if (finding.code.empty()) return target_without_code(rule);
    const auto known = codes_.find(finding.code);
    return known == codes_.end() ? rule : target_of_code(known->second);
  }

  // By a `# check=` comment.
  bool checked(const Finding& finding, uint32_t rule, bool soft, std::optional<size_t> at) {
    const BuildkitCheck* check = buildkit_check(*finding.rule);
    if (check && check->experimental) return false;
    bool found = hit(Reach::check_file, 0, rule);
    if (soft || check) found |= hit(Reach::check_file, 0, target_all());
    if (!at || (check && !check->in_place)) return found;
    const uint32_t where = static_cast<uint32_t>(*at);
    found |= hit(Reach::check_instruction, where, rule);
    if (soft || check) found |= hit(Reach::check_instruction, where, target_all());
    return found;
  }

  void mark_used() {
    bool used = false;
    for (size_t i = 0; i < entries_.size(); ++i) {
      if (i == 0 || entries_[i].key != entries_[i - 1].key) used = entries_[i].hit;
      if (used) all_[entries_[i].suppression].used = true;
    }
  }

  // --- findings about the comments

  std::optional<ActiveRule> active(std::string_view name) const {
    for (const Rule* rule : rules_.find(name)) {
      const size_t index = *rules_.index_of(rule);
      if (rules_.on(index)) return rules_.active(index);
    }
    return std::nullopt;
  }

  void report_unknown(Findings& about) {
    const std::optional<ActiveRule> rule = active("unknown-suppression");
    if (!rule) return;
    Report report(about);
    report.begin(*rule, nullptr);
    int guesses = 100;  // looking for near names takes time: a file full of them gets no more
    for (size_t i = 0; i < all_.size(); ++i) {
      const Suppression& suppression = all_[i];
      const Meaning& means = meaning(suppression);
      if (means.all || means.category || !means.rules.empty()) continue;
      if (is_hadolint_code(suppression.name) || buildkit_check(suppression.name)) continue;
      const std::string_view near = guesses-- > 0 ? guess(suppression) : std::string_view();
      Finding& finding =
          report.add(suppression.place, fmt::format("no rule is named `{}`", suppression.name));
      if (near.empty()) {
        remove(finding, i);
        continue;
      }
      finding.message += fmt::format("; did you mean `{}`?", near);
      finding.fixes.push_back(replace(suppression.place, std::string(near),
                                      fmt::format("Replace `{}` by `{}`", suppression.name, near),
                                      Safety::unsafe));
    }
    for (const DeadComment& dead : dead_) {
      if (!dead.misspelt) continue;
      std::string title = fmt::format("Replace `{}` by `{}`",
                                      dead.place.in->source(dead.place.span), dead.replacement);
      report.add(dead.place, std::string(dead.message))
          .fixes.push_back(
              replace(dead.place, std::string(dead.replacement), std::move(title), Safety::unsafe));
    }
    report_misshapen(report);
  }

  void report_misshapen(Report& report) const {
    for (const MisshapenComment& comment : misshapen_) {
      report
          .add(comment.place,
               fmt::format("this silences nothing; the form is `# {}`", comment.form))
          .fixes.push_back(replace(comment.place, comment.form,
                                   fmt::format("Write `# {}`", comment.form), Safety::unsafe));
    }
  }

  // In BuildKit's comments only BuildKit's own names make sense.
  std::string_view guess(const Suppression& suppression) const {
    const std::string_view near = rules_.nearest(suppression.name);
    if (near == "buildkit" || near == "hadolint" || near == "default") return {};
    if (suppression.dialect != Tool::buildkit || near.empty() || near == "all") return near;
    for (const Rule* rule : rules_.find(near)) {
      if (const BuildkitCheck* check = buildkit_check(*rule)) return check->name;
    }
    return {};
  }

  void report_unused(Findings& about) {
    const std::optional<ActiveRule> rule = active("unused-suppression");
    if (!rule) return;
    Report report(about);
    report.begin(*rule, nullptr);
    for (size_t i = 0; i < all_.size(); ++i) {
      const Suppression& suppression = all_[i];
      const Unused unused = unused_state(suppression);
      if (unused == Unused::no) continue;
      std::string message;
      if (unused == Unused::not_there) {
        message = fmt::format("BuildKit skips `{}` only in a `# check=` at the top of the file",
                              suppression.name);
      } else {
        message = fmt::format("`{}` silences nothing in this {}", suppression.name,
                              suppression.scope == Scope::file    ? "file"
                              : suppression.scope == Scope::stage ? "stage"
                                                                  : "instruction");
      }
      remove(report.add(suppression.place, std::move(message)), i);
    }
    for (const DeadComment& dead : dead_) {
      if (dead.misspelt) continue;
      Finding& finding = report.add(dead.place, std::string(dead.message));
      if (dead.cut.empty()) continue;
      finding.fixes.push_back(
          replace({dead.place.in, dead.cut}, "", "Remove the blanks before it", Safety::unsafe));
    }
  }

  // Only what is certain: every rule meant is on, and nothing kept a check from looking.
  Unused unused_state(const Suppression& suppression) {
    if (suppression.used) return Unused::no;
    // hadolint, which may read the file too, reports more.
    if (suppression.dialect == Tool::hadolint && !rules_.as_hadolint()) return Unused::no;
    const Meaning& means = meaning(suppression);
    const bool buildkit = suppression.dialect == Tool::buildkit;
    if (means.all || means.category) {
      if (buildkit || !all_on(means.category)) return Unused::no;
    } else if (means.rules.empty()) {
      return Unused::no;
    }
    for (uint32_t index : means.rules) {
      const Rule& rule = rules_.rules()[index];
      const BuildkitCheck* check = buildkit_check(rule);
      if (check && check->experimental) return Unused::no;
      if (buildkit && suppression.scope == Scope::instruction && check && !check->in_place) {
        return Unused::not_there;
      }
      if (!rules_.on(index) || about_comments(rule) || (check && check->outside)) return Unused::no;
      if (is_shellcheck(rule)) return Unused::no;  // perhaps nobody asked it
    }
    return understood(suppression) ? Unused::yes : Unused::no;
  }

  // Whether every rule that is on by default is on.
  bool all_on(std::optional<Category> category) const {
    for (size_t i = 0; i < rules_.rules().size(); ++i) {
      const Rule& rule = rules_.rules()[i];
      if (rule.on_by_default && (!category || rule.category == *category) && !rules_.on(i)) {
        return false;
      }
    }
    return true;
  }

  bool understood_at(size_t index) const {
    if (!document_.instructions[index]->problems.empty()) return false;
    const Script* script = plan_.steps[index].script.get();
    if (!script) return true;
    return script->problems.empty() &&
           (script->kind == ShellKind::posix || script->kind == ShellKind::exec);
  }

  // A check says little about an instruction that could not be read.
  bool understood(const Suppression& suppression) {
    if (suppression.scope == Scope::instruction) return understood_at(suppression.instruction);
    if (!understood_everywhere_) {
      understood_everywhere_ = true;
      for (size_t i = 0; i < document_.instructions.size() && *understood_everywhere_; ++i) {
        understood_everywhere_ = understood_at(i);
      }
    }
    return *understood_everywhere_;
  }

  bool same_comment(size_t a, size_t b) const {
    return b < all_.size() && all_[a].place.in == all_[b].place.in &&
           all_[a].comment == all_[b].comment && all_[a].dialect == all_[b].dialect &&
           all_[a].scope == all_[b].scope;
  }

  // Offers to take the name out of its list, or the whole line where it is the only one.
  void remove(Finding& finding, size_t index) const {
    const Suppression& suppression = all_[index];
    const Span name = suppression.place.span;
    std::string title = fmt::format("Remove `{}`", suppression.name);
    if (index > 0 && same_comment(index, index - 1)) {
      const Span cut{all_[index - 1].place.span.end, name.end};
      finding.fixes.push_back(replace({suppression.place.in, cut}, "", std::move(title)));
    } else if (same_comment(index, index + 1)) {
      const Span cut{name.begin, all_[index + 1].place.span.begin};
      finding.fixes.push_back(replace({suppression.place.in, cut}, "", std::move(title)));
    } else if (const Span line = line_of(suppression); !line.empty()) {
      finding.fixes.push_back(replace({suppression.place.in, line}, "", "Remove the comment"));
    }
    // hadolint and ShellCheck may find what is not found here.
    const bool others =
        suppression.dialect == Tool::hadolint || suppression.dialect == Tool::shellcheck;
    if (!others) return;
    for (Fix& fix : finding.fixes) fix.safety = Safety::unsafe;
  }

  // The comment's line with its line ending. Empty where more than the name would go with it, or
  // where the next line would become a parser directive.
  Span line_of(const Suppression& suppression) const {
    const std::string_view text = suppression.place.in->text;
    Span line = suppression.comment;
    if (suppression.dialect == Tool::buildkit &&
        text.substr(line.begin, line.size()).find(';') != std::string_view::npos) {
      return {};
    }
    while (line.begin > 0 && text[line.begin - 1] != '\n') --line.begin;
    const size_t newline = text.find('\n', line.end);
    if (newline == std::string_view::npos) return {};
    line.end = static_cast<uint32_t>(newline) + 1;
    if (suppression.instruction > 1 || line.begin > 0) return line;
    const std::string_view file = document_.text.bytes();
    const uint32_t next = document_.starts[suppression.instruction] + line.end;
    if (next >= file.size() || file[next] != '#') return line;
    return is_directive(file.substr(next, file.find('\n', next) - next)) ? Span{} : line;
  }

  const Document& document_;
  const Plan& plan_;
  const RuleSet& rules_;
  Locator locator_;
  std::vector<Suppression> all_;
  std::vector<Entry> entries_;                                 // sorted by key
  std::unordered_map<std::string_view, Meaning> meanings_[2];  // of names; [1]: exact case
  std::unordered_map<std::string, uint32_t> codes_;
  std::vector<DeadComment> dead_;
  std::vector<MisshapenComment> misshapen_;
  std::optional<bool> understood_everywhere_;
};

}  // namespace

void drop_experimental(Findings& findings, const Document& document, const RuleSet& rules) {
  std::optional<bool> in_file;  // BuildKit has one experimental check
  const auto asked_for = [&](const BuildkitCheck& check, const Instruction* in) {
    if (!in_file) in_file = experimental_in_file(check.name, document);
    return *in_file || (in && experimental_above(check.name, *in));
  };
  const Rule* known = nullptr;  // the rule asked about last, and its answer
  const BuildkitCheck* check = nullptr;
  std::erase_if(findings, [&](const Finding& finding) {
    if (finding.rule != known) {
      known = finding.rule;
      check = buildkit_check(*known);
      const std::optional<size_t> index = rules.index_of(known);
      if (check && (!check->experimental || (index && rules.named(*index)))) check = nullptr;
    }
    return check && !asked_for(*check, finding.place.in);
  });
}

void suppress(Findings& findings, const Document& document, const Plan& plan,
              const RuleSet& rules) {
  drop_experimental(findings, document, rules);
  Suppressor(document, plan, rules).run(findings);
}

}  // namespace dflint
