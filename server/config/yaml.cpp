// Keeps the exceptions of the YAML library in, and turns them into problems.
#include "server/config/yaml.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "analysis/unicode.h"
#include "rules/option.h"

namespace dflint {
namespace {

uint32_t from_one(int number) { return number < 0 ? 0 : static_cast<uint32_t>(number) + 1; }

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words,
                             [&](std::string_view one) { return equal_ignoring_case(word, one); });
}

}  // namespace

std::optional<YAML::Node> YamlReader::read(const std::string& text) {
  if (text.size() > max_config_size) {
    problems_.push_back({path_, 0, 0, "is larger than 1 MiB, which no configuration is"});
    return std::nullopt;
  }
  YAML::Node root;
  try {
    std::vector<YAML::Node> documents = YAML::LoadAll(text);
    if (!documents.empty()) root = documents[0];
    if (documents.size() > 1) problem(documents[1], "only the first document of the file counts");
  } catch (const YAML::Exception& error) {
    problems_.push_back({path_, from_one(error.mark.line), from_one(error.mark.column),
                         "cannot be read as YAML: " + error.msg});
    return std::nullopt;
  }
  if (root.IsNull()) return std::nullopt;
  if (!root.IsMap()) {
    problem(root, "should hold keys with values, such as `ignore: [pin-apt-versions]`");
    return std::nullopt;
  }
  return root;
}

void YamlReader::problem(const YAML::Node& at, std::string message) {
  problems_.push_back({path_, line_of(at), from_one(at.Mark().column), std::move(message)});
}

void YamlReader::warning(const YAML::Node& at, std::string message) {
  problem(at, std::move(message));
  problems_.back().warning = true;
}

uint32_t YamlReader::line_of(const YAML::Node& node) { return from_one(node.Mark().line); }

std::vector<std::pair<YAML::Node, YAML::Node>> YamlReader::entries(const YAML::Node& map) {
  std::vector<std::pair<YAML::Node, YAML::Node>> entries;
  std::set<std::string> seen;
  for (const auto& entry : map) {
    if (!may_go_on(map)) break;
    if (!entry.first.IsScalar()) {
      problem(entry.first, "a key must be a word");
    } else if (!seen.insert(entry.first.Scalar()).second) {
      problem(entry.first,
              fmt::format("`{}` is there twice; the first one counts", entry.first.Scalar()));
    } else {
      entries.emplace_back(entry.first, entry.second);
    }
  }
  return entries;
}

bool YamlReader::may_go_on(const YAML::Node& at) {
  if (++values_ <= max_values) return true;
  if (values_ == max_values + 1) problem(at, "there are more values than any configuration needs");
  return false;
}

std::optional<std::string> YamlReader::text(const YAML::Node& node, const std::string& what) {
  if (node.IsScalar()) return node.Scalar();
  problem(node, fmt::format("{} takes a text", what));
  return std::nullopt;
}

std::optional<bool> YamlReader::flag(const YAML::Node& node, const std::string& what) {
  if (node.IsScalar()) {
    if (const auto flag = flag_named(node.Scalar())) return flag;
  }
  problem(node, fmt::format("{} is `true` or `false`", what));
  return std::nullopt;
}

std::optional<uint32_t> YamlReader::number(const YAML::Node& node, const std::string& what) {
  if (node.IsScalar()) {
    const auto value = read_option(OptionKind::number, node.Scalar());
    if (value && std::get<int64_t>(*value) <= INT32_MAX) {
      return static_cast<uint32_t>(std::get<int64_t>(*value));
    }
  }
  problem(node, fmt::format("{} is a number, 0 or more", what));
  return std::nullopt;
}

std::vector<YAML::Node> YamlReader::list(const YAML::Node& node, const std::string& what) {
  if (node.IsNull()) return {};
  if (node.IsScalar()) return {node};
  std::vector<YAML::Node> items;
  if (!node.IsSequence()) {
    problem(node, fmt::format("{} takes a list, such as [a, b]", what));
    return items;
  }
  for (const YAML::Node& item : node) {
    if (!may_go_on(node)) break;
    if (item.IsScalar())
      items.push_back(item);
    else
      problem(item, fmt::format("{} takes a list of words", what));
  }
  return items;
}

std::optional<bool> flag_named(std::string_view word) {
  if (is_one_of(word, {"true", "yes", "on"})) return true;
  if (is_one_of(word, {"false", "no", "off"})) return false;
  return std::nullopt;
}

std::optional<Severity> severity_named(std::string_view word) {
  for (Severity severity : {Severity::style, Severity::info, Severity::warning, Severity::error}) {
    if (equal_ignoring_case(word, to_string(severity))) return severity;
  }
  return std::nullopt;
}

}  // namespace dflint
