// Walks into values of unknown shape.
#include "server/lsp/value.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace dflint::lsp {

const json& value_at(const json& value, std::initializer_list<const char*> path) {
  static const json nothing;
  const json* at = &value;
  for (const char* key : path) {
    if (!at->is_object()) return nothing;
    const auto found = at->find(key);
    if (found == at->end()) return nothing;
    at = &*found;
  }
  return *at;
}

bool is_true(const json& value, std::initializer_list<const char*> path) {
  const json& found = value_at(value, path);
  return found.is_boolean() && found.get<bool>();
}

const std::string& text_at(const json& value, std::initializer_list<const char*> path) {
  static const std::string nothing;
  const json& found = value_at(value, path);
  return found.is_string() ? found.get_ref<const std::string&>() : nothing;
}

const json& elements_of(const json& value) {
  static const json nothing = json::array();
  return value.is_array() ? value : nothing;
}

bool is_nested_deeper(std::string_view text, size_t limit) {
  size_t depth = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
      }
    } else if (c == '[' || c == '{') {
      if (++depth > limit) return true;
    } else if (c == ']' || c == '}') {
      if (depth > 0) --depth;
    }
  }
  return false;
}

bool list_has(const json& list, std::string_view word) {
  return std::ranges::any_of(elements_of(list), [&](const json& each) {
    return each.is_string() && each.get_ref<const std::string&>() == word;
  });
}

bool list_has(const json& list, int number) {
  return std::ranges::any_of(elements_of(list), [&](const json& each) { return each == number; });
}

std::vector<std::string> words_of(const json& list) {
  std::vector<std::string> words;
  for (const json& each : elements_of(list)) {
    if (each.is_string()) words.push_back(each.get<std::string>());
  }
  return words;
}

}  // namespace dflint::lsp
