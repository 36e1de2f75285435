// Reads suppression comments and applies them to findings.
#include "rules/suppress.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/core.h>

#include "rules/report.h"

namespace dflint {
namespace {

using Scope = Suppression::Scope;
using Tool = Suppression::Dialect;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Reads one comment from left to right. Offsets count in the text that holds it.
struct Reader {
  std::string_view text;
  uint32_t at = 0;
  uint32_t end = 0;

  void skip_blanks() {
    while (at < end && is_blank(text[at])) ++at;
  }
  bool take(char c) {
    if (at >= end || text[at] != c) return false;
    ++at;
    return true;
  }
  // Letters and '-'; empty where there are none.
  std::string_view word() {
    const uint32_t begin = at;
    while (at < end && (is_letter(text[at]) || text[at] == '-')) ++at;
    return text.substr(begin, at - begin);
  }
};

// "a, b reason": the names before the reason.
std::vector<Span> read_names(Reader& reader) {
  std::vector<Span> names;
  do {
    reader.skip_blanks();
    const uint32_t begin = reader.at;
    while (reader.at < reader.end && reader.text[reader.at] != ',' &&
           !is_blank(reader.text[reader.at])) {
      ++reader.at;
    }
    if (begin == reader.at) return names;
    names.push_back({begin, reader.at});
    reader.skip_blanks();
  } while (reader.take(','));
  return names;
}

struct Pragma {
  Scope scope = Scope::instruction;
  Tool tool = Tool::dflint;
  std::vector<Span> names;
};

// A comment of dflint or hadolint; no names where it is neither. `comment` starts with '#'.
Pragma read_pragma(std::string_view text, Span comment) {
  Reader reader{text, comment.begin + 1, comment.end};
  Pragma pragma;
  reader.skip_blanks();
  const std::string_view tool = reader.word();
  if (tool != "dflint" && tool != "hadolint") return pragma;
  reader.skip_blanks();
  std::string_view verb = reader.word();
  if (tool == "dflint") {
    if (verb == "ignore-file") {
      pragma.scope = Scope::file;
    } else if (verb != "ignore") {
      return pragma;
    }
  } else {
    pragma.tool = Tool::hadolint;
    if (verb == "global" || verb == "stage") {
      pragma.scope = verb == "global" ? Scope::file : Scope::stage;
      reader.skip_blanks();
      verb = reader.word();
    }
    if (verb != "ignore") return pragma;
  }
  reader.skip_blanks();
  if (reader.take('=')) pragma.names = read_names(reader);
  return pragma;
}

// "# key = value" with a key (any case) that a parser directive may have.
struct Directive {
  bool directive = false;  // false: another comment, which ends the directives
  bool check = false;      // the key is `check`
  Span value;              // up to the first space
};

Directive read_directive(std::string_view text, Span comment) {
  Reader reader{text, comment.begin + 1, comment.end};
  reader.skip_blanks();
  const uint32_t begin = reader.at;
  while (reader.at < reader.end &&
         (is_letter(text[reader.at]) ||
          (reader.at > begin && text[reader.at] >= '0' && text[reader.at] <= '9'))) {
    ++reader.at;
  }
  std::string key(text.substr(begin, reader.at - begin));
  for (char& c : key) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 'a' - 'A');
  }
  if (key != "check" && key != "syntax" && key != "escape") return {};
  reader.skip_blanks();
  if (!reader.take('=')) return {};
  reader.skip_blanks();
  const uint32_t value = reader.at;
  while (reader.at < reader.end && text[reader.at] != ' ') ++reader.at;
  while (reader.at > value && is_blank(text[reader.at - 1])) --reader.at;
  if (value == reader.at) return {};
  return {true, key == "check", {value, reader.at}};
}

// The options of a `# check=`, as BuildKit splits them: three at most, the last of a kind counts.
struct CheckOptions {
  std::vector<Span> skip;
  std::vector<Span> experimental;
};

bool is_go_bool(std::string_view value) {
  for (std::string_view known :
       {"1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"}) {
    if (value == known) return true;
  }
  return false;
}

Span trimmed(std::string_view text, Span span) {
  while (!span.empty() && is_blank(text[span.begin])) ++span.begin;
  while (!span.empty() && is_blank(text[span.end - 1])) --span.end;
  return span;
}

// "A,B" in place of what stood there; "all" stays, whatever else is named.
void take_list(std::string_view text, Span value, std::vector<Span>& list) {
  const auto is_all = [&](Span name) { return text.substr(name.begin, name.size()) == "all"; };
  list.erase(std::remove_if(list.begin(), list.end(), [&](Span name) { return !is_all(name); }),
             list.end());
  while (true) {
    const size_t comma = text.substr(0, value.end).find(',', value.begin);
    const uint32_t end = comma == std::string_view::npos ? value.end : static_cast<uint32_t>(comma);
    const Span name = trimmed(text, {value.begin, end});
    if (!name.empty()) list.push_back(name);
    if (end == value.end) return;
    value.begin = end + 1;
  }
}

// Nothing where BuildKit would refuse the options.
CheckOptions read_check(std::string_view text, Span value) {
  CheckOptions options;
  for (int left = 3; left > 0; --left) {
    const size_t semicolon =
        left == 1 ? std::string_view::npos : text.substr(0, value.end).find(';', value.begin);
    const bool last = semicolon == std::string_view::npos;
    const uint32_t end = last ? value.end : static_cast<uint32_t>(semicolon);
    const size_t equals = text.substr(0, end).find('=', value.begin);
    if (equals == std::string_view::npos) return {};
    const Span key = trimmed(text, {value.begin, static_cast<uint32_t>(equals)});
    const Span argument = trimmed(text, {static_cast<uint32_t>(equals) + 1, end});
    const std::string_view name = text.substr(key.begin, key.size());
    if (name == "skip") {
      take_list(text, argument, options.skip);
    } else if (name == "experimental") {
      take_list(text, argument, options.experimental);
    } else if (name != "error" || !is_go_bool(text.substr(argument.begin, argument.size()))) {
      return {};
    }
    if (last) break;
    value.begin = end + 1;
  }
  return options;
}

bool at_line_start(std::string_view text, uint32_t offset) {
  return offset == 0 || text[offset - 1] == '\n' ||
         (offset == 3 && text.substr(0, 3) == "\xEF\xBB\xBF");
}

struct CheckComment {
  Span comment;
  Span value;
};

// The comment above the instruction that BuildKit reads; an empty value where there is none.
CheckComment check_comment(const Instruction& instruction) {
  CheckComment found;
  for (const Span& comment : instruction.comments) {
    if (!at_line_start(instruction.text, comment.begin)) continue;
    if (trimmed(instruction.text, {comment.begin + 1, comment.end}).empty()) {
      found = {};
    } else if (found.value.empty()) {
      const Directive directive = read_directive(instruction.text, comment);
      if (directive.check) found = {comment, directive.value};
    }
  }
  return found;
}

// The `# check=` of the whole file, in the file; an empty value where there is none. Unlike the
// parser, BuildKit looks for it behind a "#!" line, and not where it is indented.
CheckComment file_check(std::string_view text) {
  uint32_t at = text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  bool first = true;
  // There are three directives; one too many is an error.
  for (int left = 4; left > 0 && at < text.size() && text[at] == '#'; --left) {
    const size_t newline = text.find('\n', at);
    const uint32_t end =
        static_cast<uint32_t>(newline == std::string_view::npos ? text.size() : newline);
    if (!first || text.substr(at, 2) != "#!") {
      Span comment{at, end};
      if (text[end - 1] == '\r') --comment.end;
      const Directive directive = read_directive(text, comment);
      if (directive.check) return {comment, directive.value};
      if (!directive.directive) return {};
    }
    first = false;
    at = end + 1;
  }
  return {};
}

// Collects suppressions; each list of names belongs to one comment.
class Collector {
 public:
  explicit Collector(const Document& document) : document_(document) {}

  void add(size_t index, Span comment, Scope scope, Tool tool, const std::vector<Span>& names) {
    const Instruction& in = *document_.instructions[index];
    for (const Span& name : names) {
      all_.push_back(
          {scope, tool, in.source(name), {&in, name}, comment, static_cast<uint32_t>(index)});
    }
  }

  void add_pragma(size_t index, Span comment) {
    const Pragma pragma = read_pragma(document_.instructions[index]->text, comment);
    add(index, comment, pragma.scope, pragma.tool, pragma.names);
  }

  // Comment lines inside the instruction; hadolint's do nothing there.
  void add_inner(size_t index) {
    const Instruction& in = *document_.instructions[index];
    const uint32_t end = in.heredocs.empty() ? in.body.end : in.heredocs.front().body.begin;
    const std::string_view text =
        std::string_view(in.text).substr(0, std::min<size_t>(end, in.text.size()));
    if (text.find("dflint", in.body.begin) == std::string_view::npos) return;
    size_t newline = text.find('\n', in.body.begin);
    while (newline != std::string_view::npos) {
      size_t at = newline + 1;
      newline = text.find('\n', at);
      uint32_t stop = static_cast<uint32_t>(std::min(newline, text.size()));
      if (stop > at && text[stop - 1] == '\r') --stop;
      while (at < stop && is_blank(text[at])) ++at;
      if (at >= stop || text[at] != '#') continue;
      const Span comment{static_cast<uint32_t>(at), stop};
      const Pragma pragma = read_pragma(in.text, comment);
      if (pragma.tool == Tool::dflint) {
        add(index, comment, pragma.scope, pragma.tool, pragma.names);
      }
    }
  }

  void add_file_check() {
    const std::string_view text = document_.text.bytes();
    const CheckComment check = file_check(text);
    if (check.value.empty()) return;
    const auto after =
        std::upper_bound(document_.starts.begin(), document_.starts.end(), check.comment.begin);
    const size_t index = static_cast<size_t>(after - document_.starts.begin()) - 1;
    const uint32_t start = document_.starts[index];
    const auto shifted = [&](Span span) { return Span{span.begin - start, span.end - start}; };
    std::vector<Span> names = read_check(text, check.value).skip;
    for (Span& name : names) name = shifted(name);
    add(index, shifted(check.comment), Scope::file, Tool::buildkit, names);
  }

  std::vector<Suppression> take() { return std::move(all_); }

 private:
  const Document& document_;
  std::vector<Suppression> all_;
};

}  // namespace

std::vector<Suppression> suppressions(const Document& document, const Plan&) {
  Collector collector(document);
  collector.add_file_check();
  for (size_t i = 0; i < document.instructions.size(); ++i) {
    const Instruction& in = *document.instructions[i];
    for (const Span& comment : in.comments) collector.add_pragma(i, comment);
    if (in.statement.keyword == Keyword::none) continue;
    if (const CheckComment check = check_comment(in); !check.value.empty()) {
      collector.add(i, check.comment, Scope::instruction, Tool::buildkit,
                    read_check(in.text, check.value).skip);
    }
    collector.add_inner(i);
  }
  std::vector<Suppression> all = collector.take();
  const auto place = [&](const Suppression& suppression) {
    return std::pair(suppression.instruction, suppression.place.span.begin);
  };
  std::stable_sort(all.begin(), all.end(),
                   [&](const Suppression& a, const Suppression& b) { return place(a) < place(b); });
  return all;
}

namespace {

// Where a suppression reaches, and what it silences there, as one number to sort and search by.
enum class Reach : uint8_t { file, stage, instruction, check_file, check_instruction };

uint64_t key_of(Reach reach, uint32_t where, uint32_t target) {
  return uint64_t(reach) << 61 | uint64_t(where) << 29 | target;
}

// What a name means. `rules` is empty for a category or "all", and for what nobody knows.
struct Meaning {
  std::vector<uint32_t> rules;
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
    experimental(findings);
    all_ = suppressions(document_, plan_);
    if (all_.empty()) return;
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

  bool about_comments(const Rule& rule) const {
    return rule.name == "unknown-suppression" || rule.name == "unused-suppression";
  }

  // --- experimental checks of BuildKit

  bool names(std::string_view text, const std::vector<Span>& list, std::string_view name) const {
    return std::any_of(list.begin(), list.end(), [&](Span span) {
      const std::string_view given = text.substr(span.begin, span.size());
      return given == "all" || given == name;
    });
  }

  bool experimental_on(std::string_view name, const Instruction* in) const {
    const std::string_view text = document_.text.bytes();
    const CheckComment file = file_check(text);
    if (!file.value.empty() && names(text, read_check(text, file.value).experimental, name)) {
      return true;
    }
    if (!in) return false;
    const CheckComment own = check_comment(*in);
    return !own.value.empty() &&
           names(in->text, read_check(in->text, own.value).experimental, name);
  }

  void experimental(Findings& findings) const {
    const Rule* known = nullptr;  // the rule asked about last, and its answer
    const BuildkitCheck* check = nullptr;
    const auto is_off = [&](const Finding& finding) {
      if (finding.rule != known) {
        known = finding.rule;
        check = buildkit_check(*known);
        const std::optional<size_t> index = rules_.index_of(known);
        if (check && (!check->experimental || (index && rules_.named(*index)))) check = nullptr;
      }
      return check && !experimental_on(check->name, finding.place.in);
    };
    findings.erase(std::remove_if(findings.begin(), findings.end(), is_off), findings.end());
  }

  // --- what the comments say

  Meaning meaning_of(const Suppression& suppression) const {
    Meaning meaning;
    const bool exact = suppression.dialect == Tool::buildkit;
    meaning.all = suppression.name == "all";
    if (!exact) meaning.category = category_named(suppression.name);
    if (meaning.all || meaning.category) return meaning;
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
      for (uint32_t rule : means.rules) add(key_of(reach, where, rule), i);
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
    const auto any = [&](Reach reach, uint32_t where) {
      bool found = hit(reach, where, static_cast<uint32_t>(*rule));
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

  const Rule* active(std::string_view name) const {
    for (const Rule* rule : rules_.find(name)) {
      if (rules_.on(*rules_.index_of(rule))) return rule;
    }
    return nullptr;
  }

  void report_unknown(Findings& about) {
    const Rule* rule = active("unknown-suppression");
    if (!rule) return;
    Report report(about);
    report.begin(*rule, rule->severity, nullptr);
    int guesses = 100;  // looking for near names takes time: a file full of them gets no more
    for (size_t i = 0; i < all_.size(); ++i) {
      const Suppression& suppression = all_[i];
      const Meaning& means = meaning(suppression);
      if (means.all || means.category || !means.rules.empty()) continue;
      if (is_hadolint_code(suppression.name) || buildkit_check(suppression.name)) continue;
      const std::string_view near = guesses-- > 0 ? guess(suppression) : std::string_view();
      if (near.empty()) {
        Finding& finding =
            report.add(suppression.place, fmt::format("no rule is named `{}`", suppression.name));
        remove(finding, i);
      } else {
        Finding& finding = report.add(
            suppression.place,
            fmt::format("no rule is named `{}`; did you mean `{}`?", suppression.name, near));
        finding.fixes.push_back(replace(suppression.place, std::string(near),
                                        fmt::format("Replace `{}` by `{}`", suppression.name, near),
                                        Safety::unsafe));
        remove(finding, i);
      }
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
    const Rule* rule = active("unused-suppression");
    if (!rule) return;
    Report report(about);
    report.begin(*rule, rule->severity, nullptr);
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
  }

  // Only what is certain: every rule meant is on, and nothing kept a check from looking.
  Unused unused_state(const Suppression& suppression) {
    if (suppression.used) return Unused::no;
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
    const size_t stop = std::min(file.find('\n', next), file.size());
    return read_directive(file, {next, static_cast<uint32_t>(stop)}).directive ? Span{} : line;
  }

  const Document& document_;
  const Plan& plan_;
  const RuleSet& rules_;
  Locator locator_;
  std::vector<Suppression> all_;
  std::vector<Entry> entries_;                                 // sorted by key
  std::unordered_map<std::string_view, Meaning> meanings_[2];  // of names; [1]: exact case
  std::optional<bool> understood_everywhere_;
};

}  // namespace

void suppress(Findings& findings, const Document& document, const Plan& plan,
              const RuleSet& rules) {
  Suppressor(document, plan, rules).run(findings);
}

}  // namespace dflint
