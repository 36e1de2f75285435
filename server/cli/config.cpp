// Replays the layers of a configuration to tell which one decided about each rule.
#include "server/cli/config.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "rules/hadolint.h"
#include "rules/rule_set.h"
#include "server/cli/run.h"
#include "server/output/json_text.h"

namespace dflint {
namespace {

// Who decided about each rule, in the order of the rules.
class Reasons {
 public:
  explicit Reasons(const Settings& settings) : rules_(settings.rules) {
    by_default();
    for (const ConfigLayer* layer : settings.layers) add(*layer);
  }

  // "default", or ".dflint.yaml:7".
  const std::string& of(size_t rule) const { return reasons_[rule]; }
  // Somebody else than the defaults spoke about the rule.
  bool decided(size_t rule) const { return reasons_[rule] != "default"; }

 private:
  void by_default() { reasons_.assign(rules_.rules().size(), "default"); }

  void add(const ConfigLayer& layer) {
    const Config& config = layer.config;
    if (!config.selection.select.empty()) by_default();
    for (size_t i = 0; i < config.selection.select.size(); ++i) {
      set(config.selection.select[i], layer, layer.select_lines[i]);
    }
    for (size_t i = 0; i < config.settings.size(); ++i) {
      set(config.settings[i].name, layer, layer.setting_lines[i]);
    }
    for (size_t i = 0; i < config.selection.ignore.size(); ++i) {
      set(config.selection.ignore[i], layer, layer.ignore_lines[i], Wish::ignore);
    }
  }

  enum class Wish : uint8_t { select, ignore };

  void set(const std::string& word, const ConfigLayer& layer, uint32_t line,
           Wish wish = Wish::select) {
    if (is_shellcheck_code(word)) return;  // says nothing about a rule as a whole
    for (size_t rule : rules_.meant_by(word).value_or(std::vector<size_t>{})) {
      // A group leaves errors alone; and who turns a rule on again later, says so below.
      if (wish == Wish::ignore && rules_.on(rule)) continue;
      reasons_[rule] = fmt::format("{}:{}", layer.path, line);
    }
  }

  const RuleSet& rules_;
  std::vector<std::string> reasons_;
};

struct AsText {
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(int64_t number) const { return std::to_string(number); }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(const std::vector<std::string>& list) const {
    std::string text;
    for (const std::string& item : list) text += (text.empty() ? "" : ", ") + item;
    return text;
  }
  std::string operator()(const OptionMap& map) const {
    std::string text;
    for (const auto& [name, value] : map) {
      text += (text.empty() ? "" : ", ") + name + ": " + value;
    }
    return text;
  }
};

// " max=100": options that are not as they stand in the manual.
std::string options_of(const ActiveRule& active) {
  std::string text;
  for (size_t i = 0; i < active.options->size(); ++i) {
    const Option& option = active.rule->options[i];
    const OptionValue& value = (*active.options)[i];
    if (value == read_option(option.kind, option.standard)) continue;
    text += fmt::format("  {}={}", option.name, std::visit(AsText{}, value));
  }
  return text;
}

std::string_view to_string(UseShellcheck use) {
  return use == UseShellcheck::off ? "off" : use == UseShellcheck::on ? "on" : "auto";
}

std::string files_of(const Settings& settings) {
  if (!settings.file) return "none";
  std::string text;
  for (const std::string& file : settings.file->files) text += (text.empty() ? "" : ", ") + file;
  return text;
}

void append_text(std::string& out, const std::string& path, const SettingsFinder::Found& found) {
  const Settings& settings = *found.settings;
  const RuleSet& rules = settings.rules;
  const Reasons reasons(settings);
  fmt::format_to(std::back_inserter(out),
                 "{}{}\n  configuration  {}\n  fail-on        {}\n  shellcheck     {}\n", path,
                 found.excluded ? " is excluded" : "", files_of(settings),
                 settings.fail_on ? to_string(*settings.fail_on) : "never",
                 to_string(settings.shellcheck));
  size_t width = 0;
  for (const Rule& rule : rules.rules()) width = std::max(width, rule.name.size());
  out += "rules that are on, and who says so\n";
  for (size_t i = 0; i < rules.rules().size(); ++i) {
    if (!rules.on(i)) continue;
    const ActiveRule active = rules.active(i);
    fmt::format_to(std::back_inserter(out), "  {:{}}  {:8} {}{}\n", active.rule->name, width,
                   to_string(active.severity), reasons.of(i), options_of(active));
  }
  std::string off;
  for (size_t i = 0; i < rules.rules().size(); ++i) {
    if (rules.on(i) || !reasons.decided(i)) continue;
    fmt::format_to(std::back_inserter(off), "  {:{}}  {:8} {}\n", rules.rules()[i].name, width,
                   "off", reasons.of(i));
  }
  if (!off.empty()) out += "rules that were turned off\n" + off;
}

void append_json(std::string& out, const std::string& path, const SettingsFinder::Found& found) {
  const Settings& settings = *found.settings;
  const RuleSet& rules = settings.rules;
  const Reasons reasons(settings);
  JsonText json(out);
  json.begin_object();
  json.key("version"), json.number(1);
  json.member("path", path);
  json.key("excluded"), json.boolean(found.excluded);
  json.key("files"), json.begin_array();
  if (settings.file) {
    for (const std::string& file : settings.file->files) json.string(file);
  }
  json.end_array();
  json.member("failOn", settings.fail_on ? to_string(*settings.fail_on) : "never");
  json.member("shellcheck", to_string(settings.shellcheck));
  json.key("rules"), json.begin_array();
  for (size_t i = 0; i < rules.rules().size(); ++i) {
    json.new_line();
    json.begin_object();
    json.member("name", rules.rules()[i].name);
    json.key("on"), json.boolean(rules.on(i));
    json.member("severity", to_string(rules.active(i).severity));
    json.member("reason", reasons.of(i));
    json.end_object();
  }
  json.end_array();
  json.end_object();
  out += '\n';
}

}  // namespace

int show_config(Host& host, const ConfigArguments& arguments) {
  Output output(host);
  if (arguments.schema) {
    output.write(config_schema(builtin_rules()));
    return output.finish() ? status_clean : status_trouble;
  }
  SettingsFinder settings(host, builtin_rules(), arguments.config);
  for (const std::string& path : arguments.paths) {
    std::string text;
    if (arguments.format == Format::json)
      append_json(text, path, settings.of(path));
    else
      append_text(text, path, settings.of(path));
    output.write(text);
  }
  const bool wrong = report_problems(output, settings.problems());
  return output.finish() && !wrong ? status_clean : status_trouble;
}

bool report_problems(Output& output, const std::vector<ConfigProblem>& problems) {
  for (const ConfigProblem& problem : problems) {
    std::string place = problem.path;
    if (problem.line > 0) place += fmt::format(":{}:{}", problem.line, problem.column);
    output.trouble(place, problem.message);
  }
  return std::ranges::any_of(problems, [](const ConfigProblem& one) { return !one.warning; });
}

}  // namespace dflint
