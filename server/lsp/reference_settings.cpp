// Maps the names.
#include "server/lsp/reference_settings.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "server/lsp/value.h"

namespace dflint::lsp {
namespace {

// Of directiveCasing there is no rule: the builder takes directives in any case.
constexpr struct {
  const char* setting;
  std::string_view rule;
} known[] = {
    {"deprecatedMaintainer", "no-maintainer"},
    {"emptyContinuationLine", "no-empty-continuation"},
    {"instructionCasing", "consistent-instruction-casing"},
    {"instructionCmdMultiple", "single-command"},
    {"instructionEntrypointMultiple", "single-command"},
    {"instructionHealthcheckMultiple", "single-command"},
    {"instructionJSONInSingleQuotes", "malformed-exec-form"},
    {"instructionWorkdirRelative", "absolute-workdir"},
};

}  // namespace

ReferenceSettings reference_settings(const json& settings) {
  const json& own = value_at(settings, {"docker", "languageserver"});
  ReferenceSettings result;
  result.single_lines = is_true(own, {"formatter", "ignoreMultilineInstructions"});
  const json& diagnostics = value_at(own, {"diagnostics"});
  const auto says = [&](const char* setting, std::string_view value) {
    return text_at(diagnostics, {setting}) == value;
  };
  for (const auto& one : known) {
    const bool off = std::ranges::all_of(known, [&](const auto& other) {
      return other.rule != one.rule || says(other.setting, "ignore");
    });
    RuleSetting setting{.name = std::string(one.rule), .severity = {}, .options = {}};
    if (off) {
      setting.on = false;
    } else if (says(one.setting, "error")) {
      setting.severity = Severity::error;
    } else {
      continue;
    }
    result.rules.push_back(std::move(setting));
  }
  return result;
}

}  // namespace dflint::lsp
