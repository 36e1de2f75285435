// Reads settings of rules from text.
#include "rules/option.h"

#include <charconv>

#include "analysis/trim.h"

namespace dflint {
namespace {

std::vector<std::string> elements(std::string_view text) {
  std::vector<std::string> list;
  while (!text.empty()) {
    const size_t end = std::min(text.find(','), text.size());
    const std::string_view element = trimmed(text.substr(0, end));
    if (!element.empty()) list.emplace_back(element);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list;
}

std::optional<OptionValue> read_flag(std::string_view text) {
  if (text == "true") return OptionValue(true);
  if (text == "false" || text.empty()) return OptionValue(false);
  return std::nullopt;
}

std::optional<OptionValue> read_number(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return OptionValue(number);
}

std::optional<OptionValue> read_map(std::string_view text) {
  OptionMap map;
  for (const std::string& element : elements(text)) {
    const size_t colon = element.find(':');
    const std::string_view whole = element;
    if (colon == std::string::npos) {
      map.emplace_back(element, "");
    } else {
      map.emplace_back(trimmed(whole.substr(0, colon)), trimmed(whole.substr(colon + 1)));
    }
  }
  return OptionValue(std::move(map));
}

}  // namespace

std::string_view to_string(OptionKind kind) {
  switch (kind) {
    case OptionKind::flag:
      return "flag";
    case OptionKind::number:
      return "number";
    case OptionKind::text:
      return "text";
    case OptionKind::list:
      return "list";
    case OptionKind::map:
      return "map";
  }
  return "";
}

std::optional<OptionValue> read_option(OptionKind kind, std::string_view text) {
  text = trimmed(text);
  switch (kind) {
    case OptionKind::flag:
      return read_flag(text);
    case OptionKind::number:
      return read_number(text);
    case OptionKind::text:
      return OptionValue(std::string(text));
    case OptionKind::list:
      return OptionValue(elements(text));
    case OptionKind::map:
      return read_map(text);
  }
  return std::nullopt;
}

}  // namespace dflint
