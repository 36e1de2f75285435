// Reads JSON that may be anything: what has the wrong type counts as missing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dflint::lsp {

using nlohmann::json;

// What `path` leads to; null where there is nothing.
const json& value_at(const json& value, std::initializer_list<const char*> path);
bool is_true(const json& value, std::initializer_list<const char*> path);
// "" where there is no string.
const std::string& text_at(const json& value, std::initializer_list<const char*> path);
// A list; an empty one where it is none.
const json& elements_of(const json& value);
// Its strings.
std::vector<std::string> words_of(const json& list);

// Whether lists and objects stand inside each other in more than `limit` levels. `text` may be
// anything.
bool is_nested_deeper(std::string_view text, size_t limit);

bool list_has(const json& list, std::string_view word);
bool list_has(const json& list, int number);

}  // namespace dflint::lsp
