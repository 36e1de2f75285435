// Settings of a rule, and how they are written in one line of text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace dflint {

enum class OptionKind : uint8_t { flag, number, text, list, map };
std::string_view to_string(OptionKind kind);

// A setting that the configuration gives by name.
struct Option {
  std::string_view name;  // kebab-case; empty: a free slot
  OptionKind kind = OptionKind::flag;
  std::string_view standard;  // what holds where nothing is given, as read_option() reads it
  std::string_view summary;   // one sentence without full stop
};

using OptionMap = std::vector<std::pair<std::string, std::string>>;  // in the order given
// The type is that of the option's kind, in the same order.
using OptionValue = std::variant<bool, int64_t, std::string, std::vector<std::string>, OptionMap>;

// "true", "120", "any text", "docker.io, ghcr.io", "owner: text, docs: url"; empty: no elements.
// Nothing where the text is not of the option's kind; numbers are not negative.
std::optional<OptionValue> read_option(OptionKind kind, std::string_view text);

// An option that a configuration sets.
struct OptionSetting {
  std::string name;
  OptionValue value;
  bool operator==(const OptionSetting&) const = default;
};

}  // namespace dflint
