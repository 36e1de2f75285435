// Says as a JSON schema what .dflint.yaml may hold, for editors that complete and check it.
#include <nlohmann/json.hpp>

#include "rules/rule_set.h"
#include "server/config/file.h"
#include "server/config/keys.h"

namespace dflint {
namespace {

using Json = nlohmann::ordered_json;

Json reference(std::string_view name) { return {{"$ref", "#/$defs/" + std::string(name)}}; }

Json one_or_more(const Json& item) {
  return {{"oneOf", {item, {{"type", "array"}, {"minItems", 1}, {"items", item}}}}};
}

Json schema_of(KeyKind kind) {
  switch (kind) {
    case KeyKind::names:
      return one_or_more(reference("name"));
    case KeyKind::text:
      return {{"type", "string"}};
    case KeyKind::texts:
      return one_or_more({{"type", "string"}});
    case KeyKind::rules:
      return reference("rules");
    case KeyKind::overrides:
      return {{"type", "array"}, {"items", reference("override")}};
    case KeyKind::severity:
      return {{"enum", {"style", "info", "warning", "error", "never"}}};
    case KeyKind::flag:
      return {{"type", "boolean"}};
    case KeyKind::shellcheck:
      return {{"enum", {"auto", "on", "off", true, false}}};
    case KeyKind::layout:
      return reference("format");
    case KeyKind::number:
      return {{"type", "integer"}, {"minimum", 0}};
    case KeyKind::indent:
      return {{"enum", {"tab", 0, 1, 2, 3, 4, 5, 6, 7, 8}}};
    case KeyKind::casing:
      return {{"enum", {"upper", "lower", "keep"}}};
  }
  return {};
}

Json schema_of(OptionKind kind) {
  switch (kind) {
    case OptionKind::flag:
      return {{"type", "boolean"}};
    case OptionKind::number:
      return {{"type", "integer"}, {"minimum", 0}};
    case OptionKind::text:
      return {{"type", "string"}};
    case OptionKind::list:
      return one_or_more({{"type", "string"}});
    case OptionKind::map:
      return {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}};
  }
  return {};
}

template <typename Keys>
Json object_of(const Keys& keys) {
  Json properties = Json::object();
  for (const ConfigKey& key : keys) {
    Json value = schema_of(key.kind);
    value["description"] = key.summary;
    properties[std::string(key.name)] = std::move(value);
  }
  return {{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
}

// What may stand behind the name of a rule: a state, or a map with its options.
Json wishes(const Rule* rule) {
  Json properties = {{"severity", reference("state")}};
  for (const Option& option : rule ? rule->options : Options{}) {
    if (option.name.empty()) continue;
    Json value = schema_of(option.kind);
    value["description"] = option.summary;
    properties[std::string(option.name)] = std::move(value);
  }
  const Json map = {
      {"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
  return {{"oneOf", {reference("state"), map}}};
}

bool has_options(const Rule& rule) { return !rule.options[0].name.empty(); }

Json rules_of(const std::vector<Rule>& rules) {
  Json properties = Json::object();
  for (const Rule& rule : rules) {
    Json value = has_options(rule) ? wishes(&rule) : reference("wishes");
    value["description"] = rule.summary;
    properties[std::string(rule.name)] = std::move(value);
    for (std::string_view alias : rule.aliases) {
      if (alias.empty()) continue;
      Json same = has_options(rule) ? wishes(&rule) : reference("wishes");
      same["description"] = "The same as " + std::string(rule.name);
      properties[std::string(alias)] = std::move(same);
    }
  }
  return {{"type", "object"},
          {"additionalProperties", false},
          {"patternProperties", {{"^[Ss][Cc][0-9]{4}$", reference("wishes")}}},
          {"properties", properties}};
}

Json names_of(const std::vector<Rule>& rules) {
  Json names = Json::array({"all", "buildkit", "default", "hadolint"});
  for (Category category : all_categories) names.push_back(to_string(category));
  for (const Rule& rule : rules) names.push_back(rule.name);
  // Names in any case, and aliases, are right, too; they need not be offered.
  return {{"anyOf", {{{"enum", names}}, {{"type", "string"}}}},
          {"description", "A rule, a code of another linter, a category or a group"}};
}

}  // namespace

std::string config_schema(const std::vector<Rule>& rules) {
  Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                 {"title", "Configuration of dflint (.dflint.yaml)"}};
  schema.update(object_of(config_keys));
  schema["type"] = {"object", "null"};
  Json one = object_of(override_keys);
  one["required"] = {"files"};
  schema["$defs"] = {
      {"name", names_of(rules)},
      {"state", {{"enum", {"off", "on", "style", "info", "warning", "error", true, false}}}},
      {"wishes", wishes(nullptr)},
      {"override", std::move(one)},
      {"format", object_of(format_keys)},
      {"rules", rules_of(rules)}};
  return schema.dump(2) + '\n';
}

}  // namespace dflint
