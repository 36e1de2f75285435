// Calls of package managers in RUN, and how their packages are told from versions.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "analysis/shell/invocation.h"
#include "rules/report.h"

namespace dflint {

inline bool in_run(const Command& command) {
  return command.script->in->effective().keyword == Keyword::run;
}

// hadolint: takes the words literally.
inline Invocation call_of(const Command& command, const Report& report) {
  return report.as_hadolint() ? literal_invocation(command) : invocation(command);
}

inline bool is_one_of(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

inline bool starts_with_one_of(std::string_view text,
                               std::initializer_list<std::string_view> list) {
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view prefix) { return text.starts_with(prefix); });
}

inline bool ends_with_one_of(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view suffix) { return text.ends_with(suffix); });
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace dflint
