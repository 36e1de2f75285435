// The table of hadolint 2.15.1.
#include "rules/hadolint.h"

#include <algorithm>
#include <array>

#include "analysis/unicode.h"

namespace dflint {
namespace {

// Those that are off report what is called info here once they are switched on.
constexpr auto hadolint_rules = std::to_array<HadolintRule>({
    {"DL1001", Severity::info, false}, {"DL3000", Severity::error},   {"DL3001", Severity::info},
    {"DL3002", Severity::warning},     {"DL3003", Severity::warning}, {"DL3004", Severity::error},
    {"DL3006", Severity::warning},     {"DL3007", Severity::warning}, {"DL3008", Severity::warning},
    {"DL3009", Severity::info},        {"DL3010", Severity::info},    {"DL3011", Severity::error},
    {"DL3012", Severity::error},       {"DL3013", Severity::warning}, {"DL3014", Severity::warning},
    {"DL3015", Severity::info},        {"DL3016", Severity::warning}, {"DL3018", Severity::warning},
    {"DL3019", Severity::info},        {"DL3020", Severity::error},   {"DL3021", Severity::error},
    {"DL3022", Severity::warning},     {"DL3023", Severity::error},   {"DL3024", Severity::error},
    {"DL3025", Severity::warning},     {"DL3026", Severity::error},   {"DL3027", Severity::warning},
    {"DL3028", Severity::warning},     {"DL3029", Severity::warning}, {"DL3030", Severity::warning},
    {"DL3032", Severity::warning},     {"DL3033", Severity::warning}, {"DL3034", Severity::warning},
    {"DL3035", Severity::warning},     {"DL3036", Severity::warning}, {"DL3037", Severity::warning},
    {"DL3038", Severity::warning},     {"DL3040", Severity::warning}, {"DL3041", Severity::warning},
    {"DL3042", Severity::warning},     {"DL3043", Severity::error},   {"DL3044", Severity::error},
    {"DL3045", Severity::warning},     {"DL3046", Severity::warning}, {"DL3047", Severity::info},
    {"DL3048", Severity::style},       {"DL3049", Severity::info},    {"DL3050", Severity::info},
    {"DL3051", Severity::warning},     {"DL3052", Severity::warning}, {"DL3053", Severity::warning},
    {"DL3054", Severity::warning},     {"DL3055", Severity::warning}, {"DL3056", Severity::warning},
    {"DL3057", Severity::info, false}, {"DL3058", Severity::warning}, {"DL3059", Severity::info},
    {"DL3060", Severity::info},        {"DL3061", Severity::error},   {"DL3062", Severity::warning},
    {"DL3063", Severity::warning},     {"DL3064", Severity::warning}, {"DL3065", Severity::warning},
    {"DL3066", Severity::info},        {"DL3067", Severity::warning}, {"DL4000", Severity::error},
    {"DL4001", Severity::warning},     {"DL4003", Severity::warning}, {"DL4004", Severity::error},
    {"DL4005", Severity::warning},     {"DL4006", Severity::warning},
});

}  // namespace

const HadolintRule* hadolint_rule(std::string_view code) {
  const auto* found =
      std::find_if(hadolint_rules.begin(), hadolint_rules.end(),
                   [&](const HadolintRule& rule) { return equal_ignoring_case(rule.code, code); });
  return found == hadolint_rules.end() ? nullptr : found;
}

const HadolintRule* hadolint_rule(const Rule& rule) {
  for (std::string_view alias : rule.aliases) {
    if (!alias.starts_with("DL")) continue;
    if (const HadolintRule* found = hadolint_rule(alias)) return found;
  }
  return nullptr;
}

bool is_shellcheck_code(std::string_view name) {
  return is_hadolint_code(name) && equal_ignoring_case(name.substr(0, 2), "SC");
}

bool is_shellcheck(const Rule& rule) { return rule.name == "shellcheck"; }

bool is_hadolint_code(std::string_view name) {
  if (name.size() != 6) return false;
  if (!equal_ignoring_case(name.substr(0, 2), "DL") &&
      !equal_ignoring_case(name.substr(0, 2), "SC"))
    return false;
  return std::all_of(name.begin() + 2, name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace dflint
