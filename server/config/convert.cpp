// Writes what a .hadolint.yaml says as a .dflint.yaml.
#include <fmt/core.h>

#include <algorithm>

#include "analysis/unicode.h"
#include "rules/hadolint.h"
#include "server/config/file.h"

namespace dflint {
namespace {

bool is_plain(std::string_view text) {
  const auto letter = [](char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; };
  return !text.empty() && letter(text.front()) && std::ranges::all_of(text, [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '/';
  });
}

std::string quoted(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string result = "'";
  for (char c : text) result += c == '\'' ? std::string("''") : std::string(1, c);
  return result + "'";
}

struct AsYaml {
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(int64_t number) const { return std::to_string(number); }
  std::string operator()(const std::string& text) const { return quoted(text); }
  std::string operator()(const std::vector<std::string>& list) const {
    std::string text;
    for (const std::string& item : list) text += (text.empty() ? "" : ", ") + quoted(item);
    return "[" + text + "]";
  }
  std::string operator()(const OptionMap& map) const {
    std::string text;
    for (const auto& [name, value] : map) {
      text += (text.empty() ? "" : ", ") + quoted(name) + ": " + quoted(value);
    }
    return "{" + text + "}";
  }
};

// The name that speaks, where the code means one rule.
std::string name_of(const std::string& word, const RuleSet& rules) {
  if (is_shellcheck_code(word)) return word;
  const std::vector<const Rule*> meant = rules.find(word);
  return meant.size() == 1 ? std::string(meant[0]->name) : word;
}

// What the user wrote behind the code, without the blanks before it.
std::string_view comment_in(std::string_view source, uint32_t line) {
  for (; line > 1; --line) {
    const size_t end = source.find('\n');
    if (end == std::string_view::npos) return {};
    source.remove_prefix(end + 1);
  }
  source = source.substr(0, source.find_first_of("\r\n"));
  const size_t at = source.find(" #");
  return at == std::string_view::npos ? std::string_view() : source.substr(at + 1);
}

// "# DL3008: the distribution moves on": the code, where the name hides it, and the user's words.
std::string remark(const std::string& word, const std::string& name, std::string_view comment) {
  if (!comment.empty())
    comment.remove_prefix(std::min(comment.find_first_not_of("# "), comment.size()));
  const std::string code = word == name ? "" : word;
  if (code.empty() && comment.empty()) return {};
  return fmt::format("  # {}{}{}", code, code.empty() || comment.empty() ? "" : ": ", comment);
}

// Settings of one rule in one.
std::vector<RuleSetting> joined_settings(const std::vector<RuleSetting>& all,
                                         const RuleSet& rules) {
  std::vector<RuleSetting> joined;
  for (const RuleSetting& setting : all) {
    const std::string name = name_of(setting.name, rules);
    const auto known = std::ranges::find(joined, name, &RuleSetting::name);
    if (known == joined.end()) {
      joined.push_back(setting);
      joined.back().name = name;
      continue;
    }
    if (setting.severity) known->severity = setting.severity;
    known->options.insert(known->options.end(), setting.options.begin(), setting.options.end());
  }
  return joined;
}

void append_settings(std::string& yaml, const std::vector<RuleSetting>& settings) {
  if (!settings.empty()) yaml += "rules:\n";
  for (const RuleSetting& setting : settings) {
    if (setting.options.empty()) {
      yaml += fmt::format("  {}: {}\n", setting.name,
                          setting.severity ? to_string(*setting.severity) : "on");
      continue;
    }
    yaml += fmt::format("  {}:\n", setting.name);
    if (setting.severity) yaml += fmt::format("    severity: {}\n", to_string(*setting.severity));
    for (const OptionSetting& option : setting.options) {
      yaml += fmt::format("    {}: {}\n", option.name, std::visit(AsYaml{}, option.value));
    }
  }
}

}  // namespace

std::string converted(const ConfigFile& hadolint, std::string_view source, const RuleSet& rules) {
  std::string yaml = fmt::format("# Made from {}, which is no longer read.\n\n", hadolint.path);
  yaml += "# dflint's own rules and all of hadolint's; `default` alone is quieter.\n";
  yaml += "select: [default, hadolint]\n";
  for (const ConfigLayer& layer : hadolint.layers) {
    const std::vector<std::string>& ignored = layer.config.selection.ignore;
    if (!ignored.empty()) yaml += "ignore:\n";
    for (size_t i = 0; i < ignored.size(); ++i) {
      const std::string name = name_of(ignored[i], rules);
      yaml += fmt::format("  - {}{}\n", name,
                          remark(ignored[i], name, comment_in(source, layer.ignore_lines[i])));
    }
    append_settings(yaml, joined_settings(layer.config.settings, rules));
  }
  if (hadolint.fail_on) {
    const std::optional<Severity> from = hadolint.fail_on->from;
    yaml += fmt::format("fail-on: {}\n", from ? to_string(*from) : "never");
  }
  if (hadolint.comments == false) yaml += "comments: false\n";
  if (hadolint.coloured == false) {
    yaml += "# For `no-color: true` say --color never, or set NO_COLOR.\n";
  }
  return yaml;
}

}  // namespace dflint
