// Durations as Go writes them: 1m30s, 500ms.
#include "analysis/parse/duration.h"

namespace dflint {
namespace {

struct Unit {
  std::string_view name;
  double nanoseconds;
};

// Longer names first: "ms" before "m".
constexpr Unit units[] = {{"ns", 1},   {"us", 1e3}, {"\xC2\xB5s", 1e3}, {"\xCE\xBCs", 1e3},
                          {"ms", 1e6}, {"s", 1e9},  {"m", 60e9},        {"h", 3600e9}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Duration read_duration(std::string_view text) {
  double sign = 1;
  if (text.starts_with('-') || text.starts_with('+')) {
    if (text[0] == '-') sign = -1;
    text.remove_prefix(1);
  }
  if (text == "0") return {true, 0};
  if (text.empty()) return {};
  double total = 0;
  while (!text.empty()) {
    double value = 0, scale = 1;
    bool digits = false;
    for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1), digits = true) {
      value = value * 10 + (text[0] - '0');
    }
    if (text.starts_with('.')) {
      text.remove_prefix(1);
      for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1), digits = true) {
        scale /= 10;
        value += (text[0] - '0') * scale;
      }
    }
    if (!digits) return {};
    const Unit* unit = nullptr;
    for (const Unit& u : units) {
      if (!unit && text.starts_with(u.name)) unit = &u;
    }
    if (!unit) return {};
    text.remove_prefix(unit->name.size());
    if (!text.empty() && !is_digit(text[0]) && text[0] != '.') return {};
    total += value * unit->nanoseconds;
    if (total > 9.2e18) return {};
  }
  return {true, static_cast<int64_t>(sign * total)};
}

}  // namespace dflint
