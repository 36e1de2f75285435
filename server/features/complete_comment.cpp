// Completes comments that mean something: parser directives, and what silences rules.
#include <algorithm>
#include <string>
#include <unordered_set>

#include <fmt/core.h>

#include "analysis/directives.h"
#include "analysis/unicode.h"
#include "rules/rule_set.h"
#include "server/features/completion_items.h"

namespace dflint {
namespace {

std::string_view trimmed_front(std::string_view text) { return text.substr(leading_space(text)); }

// Suppression comments, up to where the names begin.
struct Opening {
  std::string_view text, detail;
};

constexpr Opening openings[] = {
    {"dflint ignore=", "silences rules in the instruction below"},
    {"dflint ignore-file=", "silences rules in the whole file"},
    {"hadolint ignore=", "hadolint: silences rules in the instruction below"},
    {"hadolint global ignore=", "hadolint: silences rules in the whole file"},
    {"hadolint stage ignore=", "hadolint: silences rules in the stage below"},
    {"check=skip=", "BuildKit: leaves checks out"},
    {"shellcheck disable=", "ShellCheck: silences codes in the instruction below"},
};

// Names of rules behind the '=' of a suppression comment.
class RuleNames {
 public:
  RuleNames(CompletionItems& items, std::string_view names) : items_(items) {
    const size_t comma = names.rfind(',');
    std::string_view last = comma == std::string_view::npos ? names : names.substr(comma + 1);
    last = trimmed_front(last);
    // A blank behind a name ends the list: what follows is a reason.
    open_ = last.find_first_of(" \t") == std::string_view::npos;
    given_ = comma == std::string_view::npos ? std::string_view() : names.substr(0, comma);
    items.replace_last(last.size(), ", \t\r\n");
    find_here();
  }

  void run(std::string_view tool) {
    if (!open_) return;
    for (const Rule& rule : builtin_rules()) {
      if (tool == "dflint") {
        add(rule, rule.name);
      } else if (tool == "hadolint") {
        for (std::string_view alias : rule.aliases) {
          if (alias.starts_with("DL")) add(rule, alias);
        }
      } else if (const BuildkitCheck* check = buildkit_check(rule); check && !check->outside) {
        add(rule, check->name);
      }
    }
    if (tool == "dflint") codes();
    if (tool == "check") item("all", "every check", Rank::low);
  }

 private:
  // What was found in the instruction that the comment stands above.
  void find_here() {
    const Lint& lint = items_.snapshot.lint;
    const uint32_t index = items_.place.index;
    for (const auto* lists : {&lint.local, &lint.global}) {
      if (index >= lists->size() || !(*lists)[index]) continue;
      for (const Finding& finding : *(*lists)[index]) here_.insert(finding.rule->name);
    }
  }

  bool is_given(std::string_view name) const {
    for (size_t at = given_.find(name); at != std::string_view::npos;
         at = given_.find(name, at + 1)) {
      const size_t end = at + name.size();
      const bool begins = at == 0 || given_[at - 1] == ',' || given_[at - 1] == ' ';
      if (begins && (end == given_.size() || given_[end] == ',' || given_[end] == ' ')) return true;
    }
    return false;
  }

  CompletionItem* item(std::string_view name, std::string_view detail, Rank rank) {
    if (is_given(name)) return nullptr;
    CompletionItem* item = items_.add(name, CompletionKind::rule, rank);
    if (!item) return nullptr;
    item->detail = detail;
    item->commit_characters = ",";
    return item;
  }

  void add(const Rule& rule, std::string_view name) {
    const bool here = here_.count(rule.name) != 0;
    if (CompletionItem* item = this->item(name, rule.summary, here ? Rank::first : Rank::normal))
      item->data = fmt::format("rule:{}", rule.name);
  }

  // What dflint takes for the names of other linters' rules, once one is begun.
  void codes() {
    if (items_.word().empty()) return;
    for (const Rule& rule : builtin_rules()) {
      for (std::string_view alias : rule.aliases) {
        if (alias.empty() || items_.word().size() < 2) continue;
        if (CompletionItem* item = this->item(alias, rule.name, Rank::low))
          item->data = fmt::format("rule:{}", rule.name);
      }
    }
  }

  CompletionItems& items_;
  std::string_view given_;
  bool open_ = true;
  std::unordered_set<std::string_view> here_;
};

// The names where the comment has come so far.
bool complete_names(CompletionItems& items, std::string_view text) {
  for (const Opening& opening : openings) {
    if (!text.starts_with(opening.text)) continue;
    const std::string_view tool = opening.text.substr(0, opening.text.find_first_of(" ="));
    if (tool == "shellcheck") return true;
    std::string_view names = text.substr(opening.text.size());
    if (tool == "check") names = names.substr(0, names.find(';'));
    RuleNames(items, names).run(tool);
    return true;
  }
  return false;
}

void complete_openings(CompletionItems& items, std::string_view text) {
  items.replace_last(text.size(), "\r\n");
  for (const Opening& opening : openings) {
    CompletionItem* item = items.add(opening.text, CompletionKind::rule, Rank::normal);
    if (!item) continue;
    item->detail = opening.detail;
    item->again = true;
    item->data = fmt::format("comment:{}", opening.text);
  }
}

struct DirectiveForm {
  std::string_view name, text, snippet, detail;
};

constexpr DirectiveForm directives[] = {
    {"syntax", "syntax=docker/dockerfile:1", "syntax=${1:docker/dockerfile:1}",
     "the frontend that reads the file"},
    {"escape", "escape=`", "escape=${1:`}", "the escape character, for paths of Windows"},
    {"check", "check=error=true", "check=${1:error=true}", "what BuildKit's checks do"},
};

void directive_value(CompletionItems& items, std::string_view name, std::string_view value) {
  const auto add = [&](std::string_view text, std::string_view detail, Rank rank) {
    if (CompletionItem* item = items.add(text, CompletionKind::directive, rank))
      item->detail = detail;
  };
  if (name == "syntax") {
    items.replace_last(value.size(), " \t\r\n");
    add("docker/dockerfile:1", "the newest stable one", Rank::high);
    add("docker/dockerfile:1-labs", "… with what is being tried out", Rank::normal);
    add("docker/dockerfile-upstream:master", "what is being worked on", Rank::low);
  } else if (name == "escape") {
    items.replace_last(value.size(), " \t\r\n");
    add("`", "backtick, for Windows", Rank::high);
    add("\\", "backslash, as without the directive", Rank::normal);
  } else if (name == "check") {
    const size_t semicolon = value.rfind(';');
    const std::string_view option =
        semicolon == std::string_view::npos ? value : value.substr(semicolon + 1);
    if (option.starts_with("skip=") || option.starts_with("experimental="))
      return RuleNames(items, option.substr(option.find('=') + 1)).run("check");
    items.replace_last(option.size(), "; \t\r\n");
    add("skip=", "checks to leave out, or all", Rank::high);
    add("error=true", "what they find fails the build", Rank::normal);
    add("experimental=", "checks that are off, or all", Rank::low);
  }
}

}  // namespace

void complete_comment(CompletionItems& items) {
  const std::string_view text = trimmed_front(items.place.word);
  if (complete_names(items, text)) return;
  if (text.empty() && !items.options.asked) return;
  complete_openings(items, text);
}

void complete_directive(CompletionItems& items) {
  const std::string_view text = trimmed_front(items.place.word);
  const size_t equals = text.find('=');
  if (equals != std::string_view::npos) {
    std::string_view name = text.substr(0, equals);
    name.remove_suffix(trailing_space(name));
    const std::string_view value = trimmed_front(text.substr(equals + 1));
    if (value.find_first_of(" \t") != std::string_view::npos && to_lower(name) != "check" &&
        name.find(' ') == std::string_view::npos)
      return;
    if (name.find(' ') == std::string_view::npos)
      return directive_value(items, to_lower(name), value);
    return complete_comment(items);
  }
  if (text.find_first_of(" \t") == std::string_view::npos) {
    items.replace_last(text.size(), " \t\r\n");
    const Directives given = read_directives(items.snapshot.document.text.bytes());
    for (const DirectiveForm& form : directives) {
      const auto is_given = [&](const Directive& directive) {
        return directive.name_span.end < items.place.typed.begin &&
               equal_ignoring_case(items.snapshot.document.text.bytes().substr(
                                       directive.name_span.begin, directive.name_span.size()),
                                   form.name);
      };
      if (std::any_of(given.list.begin(), given.list.end(), is_given)) continue;
      CompletionItem* item = items.add(form.text, CompletionKind::directive, Rank::high);
      if (!item) continue;
      item->detail = form.detail;
      item->snippet = form.snippet;
      item->data = fmt::format("directive:{}", form.name);
    }
  }
  complete_comment(items);
}

}  // namespace dflint
