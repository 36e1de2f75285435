// The table of rules, for people and for programs.
#include "server/cli/rules.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "rules/manual.h"
#include "rules/rule_set.h"
#include "rules/shown.h"
#include "server/cli/output.h"
#include "server/cli/run.h"
#include "server/output/json_text.h"
#include "server/output/report.h"

namespace dflint {
namespace {

// Whether the rule mends what it finds in its own examples: the surest way to know.
bool has_fix(const Rule& rule) {
  RuleSet rules(builtin_rules());
  const auto mends = [&](const Finding& f) { return f.rule == &rule && !f.fixes.empty(); };
  return std::ranges::any_of(rule.examples, [&](const Example& example) {
    if (example.bad.empty()) return false;
    rules.configure(config_for(rule, example));
    const ExampleContext around(example);
    const SnapshotPtr seen =
        snapshot(Text(unmarked(example_text(example.bad)).text), rules, &around.context);
    return std::ranges::any_of(all_findings(seen->document, seen->plan, seen->lint, rules), mends);
  });
}

std::string joined(const Aliases& aliases) {
  std::string text;
  for (std::string_view alias : aliases) {
    if (alias.empty()) continue;
    if (!text.empty()) text += ", ";
    text += alias;
  }
  return text;
}

void append_table(std::string& out, const std::vector<Rule>& rules) {
  size_t name = 4, aliases = 7;
  for (const Rule& rule : rules) {
    name = std::max(name, rule.name.size());
    aliases = std::max(aliases, joined(rule.aliases).size());
  }
  const auto row = [&](auto... cells) {
    fmt::format_to(std::back_inserter(out), "{:{}}  {:{}}  {:8}  {:15}  {:3}  {:3}  {}\n",
                   cells...);
  };
  row("rule", name, "aliases", aliases, "severity", "category", "on", "fix", "what to do");
  for (const Rule& rule : rules) {
    row(rule.name, name, joined(rule.aliases), aliases, to_string(rule.severity),
        to_string(rule.category), rule.on_by_default ? "on" : "off", has_fix(rule) ? "fix" : "",
        rule.summary);
  }
}

void append_json(std::string& out, const std::vector<Rule>& rules) {
  JsonText json(out);
  json.begin_object();
  json.key("version"), json.number(1);
  json.key("rules");
  json.begin_array();
  for (const Rule& rule : rules) {
    json.new_line();
    json.begin_object();
    json.member("name", rule.name);
    json.key("aliases");
    json.begin_array();
    for (std::string_view alias : rule.aliases) {
      if (!alias.empty()) json.string(alias);
    }
    json.end_array();
    json.member("severity", to_string(rule.severity));
    json.member("category", to_string(rule.category));
    json.key("on"), json.boolean(rule.on_by_default);
    json.key("fix"), json.boolean(has_fix(rule));
    json.member("summary", rule.summary);
    json.member("url", rule_url(rule.name));
    json.end_object();
  }
  json.end_array();
  json.end_object();
  out += '\n';
}

}  // namespace

int list_rules(Host& host, const RulesArguments& arguments) {
  std::string text;
  if (arguments.format == Format::json)
    append_json(text, builtin_rules());
  else
    append_table(text, builtin_rules());
  Output output(host);
  output.write(text);
  return output.finish() ? status_clean : status_trouble;
}

}  // namespace dflint
