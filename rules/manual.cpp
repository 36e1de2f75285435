// Writes a rule as Markdown, reading what its fixes are from its examples.
#include "rules/manual.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include <fmt/core.h>

#include "analysis/trim.h"
#include "analysis/unicode.h"
#include "rules/shown.h"

namespace dflint {
namespace {

constexpr std::string_view opening = "[|", closing = "|]";

// The fixes that the rule offers for its own examples.
struct Fixes {
  bool safe = false;
  bool unsafe = false;
};

Fixes fixes_of(const Rule& rule, RuleSet& rules) {
  Fixes fixes;
  for (const Example& example : rule.examples) {
    if (example.bad.empty()) continue;
    rules.configure(config_for(rule, example));
    const ExampleContext around(example);
    const SnapshotPtr seen =
        snapshot(Text(unmarked(example_text(example.bad)).text), rules, &around.context);
    for (const Finding& finding : all_findings(seen->document, seen->plan, seen->lint, rules)) {
      if (finding.rule->name != rule.name || finding.fixes.empty()) continue;
      (finding.fixes.front().safety == Safety::safe ? fixes.safe : fixes.unsafe) = true;
    }
  }
  return fixes;
}

std::string_view describe(Fixes fixes) {
  if (fixes.safe && fixes.unsafe) return "safe or unsafe";
  if (fixes.safe) return "safe";
  return fixes.unsafe ? "unsafe" : "none";
}

// Among the built-in rules where it is one of them: some examples need the others.
Fixes fixes_of(const Rule& rule) {
  const std::vector<Rule>& builtin = builtin_rules();
  const bool known = std::any_of(builtin.begin(), builtin.end(),
                                 [&](const Rule& other) { return other.name == rule.name; });
  const std::vector<Rule> alone = known ? std::vector<Rule>() : std::vector<Rule>{rule};
  RuleSet rules(known ? builtin : alone);
  return fixes_of(rule, rules);
}

std::string aliases_of(const Rule& rule) {
  std::string list;
  for (std::string_view alias : rule.aliases) {
    if (alias.empty()) continue;
    if (!list.empty()) list += ", ";
    list += alias;
  }
  return list.empty() ? "none" : list;
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Carets under what the ranges cover of the line [begin, end); empty where they cover nothing.
std::string carets(const MarkedText& marked, uint32_t begin, uint32_t end) {
  std::string line;
  uint32_t last = 0;  // bytes of `line` up to the last caret
  for (uint32_t at = begin; at <= end; ++at) {
    const char c = at < end ? marked.text[at] : '\n';
    if (at < end && continues_character(c)) continue;
    const bool covered =
        std::any_of(marked.ranges.begin(), marked.ranges.end(), [&](const Range& range) {
          if (range.empty()) return at == range.begin;
          return at >= range.begin && at < range.end && at < end;
        });
    line += covered ? '^' : c == '\t' ? '\t' : ' ';
    if (covered) last = static_cast<uint32_t>(line.size());
  }
  line.resize(last);
  return line;
}

// The text with a line of carets below each line that holds a marked token.
std::string underlined(const MarkedText& marked) {
  std::string result;
  const Text text(marked.text);
  for (uint32_t number = 1; number <= text.line_count(); ++number) {
    const std::string_view line = text.line(number);
    const uint32_t begin = text.line_start(number);
    if (number == text.line_count() && line.empty()) break;
    result.append(line).append("\n");
    const std::string below = carets(marked, begin, begin + static_cast<uint32_t>(line.size()));
    if (!below.empty()) result.append(below).append("\n");
  }
  return result;
}

std::string fenced(std::string text, std::string_view language = "dockerfile") {
  if (!text.empty() && text.back() != '\n') text += '\n';
  return fmt::format("```{}\n{}```\n", language, text);
}

// The names and values in "name=value; name=value".
std::vector<std::pair<std::string_view, std::string_view>> settings_of(const Example& example) {
  std::vector<std::pair<std::string_view, std::string_view>> settings;
  std::string_view rest = example.options;
  while (!rest.empty()) {
    const std::string_view one = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    rest.remove_prefix(leading_space(rest));
    const size_t equals = std::min(one.find('='), one.size());
    settings.emplace_back(one.substr(0, equals), one.substr(std::min(equals + 1, one.size())));
  }
  return settings;
}

std::string options_of(const Rule& rule) {
  std::string table;
  for (const Option& option : rule.options) {
    if (option.name.empty()) continue;
    if (table.empty()) {
      table =
          "\n## Options\n\n| Option | Is a | Default | What it does |\n| --- | --- | --- | --- |\n";
    }
    table += fmt::format("| `{}` | {} | {} | {} |\n", option.name, to_string(option.kind),
                         option.standard.empty() ? "none" : fmt::format("`{}`", option.standard),
                         option.summary);
  }
  return table;
}

// The value as YAML.
std::string as_yaml(OptionKind kind, std::string_view value) {
  if (kind == OptionKind::list) return fmt::format("[{}]", value);
  if (kind == OptionKind::map) return fmt::format("{{{}}}", value);
  return std::string(value);
}

std::string configuration_of(const Rule& rule, const Example& example) {
  std::string yaml = fmt::format("rules:\n  {}:\n", rule.name);
  for (const auto& [name, value] : settings_of(example)) {
    for (const Option& option : rule.options) {
      if (option.name == name) {
        yaml += fmt::format("    {}: {}\n", name, as_yaml(option.kind, value));
      }
    }
  }
  return yaml;
}

std::string capitalized(std::string_view word) {
  std::string result(word);
  if (!result.empty() && result[0] >= 'a' && result[0] <= 'z') {
    result[0] = static_cast<char>(result[0] - 'a' + 'A');
  }
  return result;
}

// What the rule keeps others from saying.
std::string covers_of(const Rule& rule) {
  std::string names;
  for (std::string_view name : rule.covers) {
    if (name.empty()) continue;
    names += fmt::format("{}[{}]({}.md)", names.empty() ? "" : " and ", name, name);
  }
  if (names.empty()) return {};
  return fmt::format("\nWhere it reports, {} need not, unless asked for by name.\n", names);
}

}  // namespace

std::string_view example_text(std::string_view side) {
  if (!side.empty() && side.front() == '\n') side.remove_prefix(1);
  return side;
}

MarkedText unmarked(std::string_view marked) {
  MarkedText result;
  std::vector<size_t> open;  // indices of ranges whose end is not seen yet
  for (size_t at = 0; at < marked.size();) {
    const std::string_view rest = marked.substr(at);
    if (rest.substr(0, 2) == opening) {
      open.push_back(result.ranges.size());
      const uint32_t begin = static_cast<uint32_t>(result.text.size());
      result.ranges.push_back({begin, begin});
      at += 2;
    } else if (rest.substr(0, 2) == closing && !open.empty()) {
      result.ranges[open.back()].end = static_cast<uint32_t>(result.text.size());
      open.pop_back();
      at += 2;
    } else {
      result.text += rest[0];
      ++at;
    }
  }
  return result;
}

ContextTree tree_of(std::string_view paths) {
  // By directory; what an ignore file holds comes in no order.
  std::map<std::string, ContextEntries> directories{{".", {}}};
  const auto add = [&](const std::string& directory, std::string_view name, bool is_directory) {
    ContextEntries& entries = directories[directory];
    const auto same = [&](const ContextEntry& entry) { return entry.name == name; };
    if (std::none_of(entries.begin(), entries.end(), same)) {
      entries.push_back({std::string(name), is_directory});
    }
  };
  while (!paths.empty()) {
    const size_t line = std::min(paths.find('\n'), paths.size());
    const std::string_view path = paths.substr(0, line);
    std::string directory = ".";
    for (size_t at = 0; at < path.size();) {
      const size_t end = std::min(path.find('/', at), path.size());
      add(directory, path.substr(at, end - at), end < path.size());
      directory = path.substr(0, end);
      at = end + 1;
    }
    paths.remove_prefix(std::min(line + 1, paths.size()));
  }
  for (auto& [name, entries] : directories) {
    std::sort(entries.begin(), entries.end(),
              [](const ContextEntry& a, const ContextEntry& b) { return a.name < b.name; });
  }
  ContextTree tree;
  tree.list = [directories = std::move(directories)](const std::string& directory) {
    const auto found = directories.find(directory);
    return std::make_shared<const ContextEntries>(found == directories.end() ? ContextEntries()
                                                                             : found->second);
  };
  return tree;
}

ExampleContext::ExampleContext(const Example& example)
    : ignore(example_text(example.ignore)),
      tree(tree_of(example_text(example.files))),
      context{example.ignore.empty() ? nullptr : &ignore, ".dockerignore",
              example.files.empty() ? nullptr : &tree} {}

Config config_for(const Rule& rule, const Example& example) {
  Config config;
  config.selection.select.emplace_back(rule.name);
  if (rule.name == "unused-suppression") config.selection.select.emplace_back("default");
  RuleSetting setting{std::string(rule.name), std::nullopt, {}};
  for (const auto& [name, value] : settings_of(example)) {
    for (const Option& option : rule.options) {
      if (option.name != name) continue;
      if (auto read = read_option(option.kind, value)) {
        setting.options.push_back({std::string(name), std::move(*read)});
      }
    }
  }
  config.settings.push_back(std::move(setting));
  return config;
}

std::string manual(const Rule& rule) {
  std::string page = fmt::format("# {}\n\n{}.\n\n", rule.name, rule.summary);
  page += "| Severity | Category | On by default | Fix | Also known as |\n";
  page += "| --- | --- | --- | --- | --- |\n";
  page += fmt::format("| {} | {} | {} | {} | {} |\n\n", to_string(rule.severity),
                      to_string(rule.category), rule.on_by_default ? "yes" : "no",
                      describe(fixes_of(rule)), aliases_of(rule));
  page.append(trimmed(rule.why)).append("\n");
  page += covers_of(rule);
  page += options_of(rule);

  bool first = true;
  for (const Example& example : rule.examples) {
    if (example.bad.empty()) continue;
    page += first ? "\n## Examples\n" : "";
    if (!example.ignore.empty()) {
      page += "\nWith this `.dockerignore`:\n\n";
      page += fenced(std::string(example_text(example.ignore)), "");
    }
    if (!example.files.empty()) {
      page += "\nWith these files:\n\n";
      page += fenced(std::string(example_text(example.files)), "");
    }
    if (!example.options.empty()) {
      page += "\nWith this configuration:\n\n";
      page += fenced(configuration_of(rule, example), "yaml");
    }
    page += "\nReported:\n\n";
    page += fenced(underlined(unmarked(example_text(example.bad))));
    page += "\nBetter:\n\n";
    page += fenced(std::string(example_text(example.good)));
    first = false;
  }

  page += fmt::format(
      "\nTo silence it in one place, write `# dflint ignore={}` above the "
      "instruction.\n",
      rule.name);
  return page;
}

std::string manual_excerpt(const Rule& rule) {
  std::string text = fmt::format("**{}** ({}, {}): {}.\n\n", rule.name, to_string(rule.severity),
                                 to_string(rule.category), rule.summary);
  text.append(trimmed(rule.why)).append("\n");
  const std::string_view good = example_text(rule.examples[0].good);
  if (!good.empty()) text += "\nBetter:\n\n" + fenced(std::string(good));
  return text;
}

std::string manual_index(const std::vector<Rule>& rules) {
  std::string page =
      "# Rules\n\n"
      "Every rule, by category. `dflint explain NAME` shows the page of a rule in the terminal.\n";
  std::optional<Category> shown;
  for (Category category : all_categories) {
    for (const Rule& rule : rules) {
      if (rule.category != category) continue;
      if (shown != category) {
        page += fmt::format("\n## {}\n\n", capitalized(to_string(category)));
        page += "| Rule | What to do | Severity | Default | Fix | Also known as |\n";
        page += "| --- | --- | --- | --- | --- | --- |\n";
        shown = category;
      }
      page += fmt::format("| [{0}]({0}.md) | {1} | {2} | {3} | {4} | {5} |\n", rule.name,
                          rule.summary, to_string(rule.severity), rule.on_by_default ? "on" : "off",
                          describe(fixes_of(rule)), aliases_of(rule));
    }
  }
  return page;
}

}  // namespace dflint
