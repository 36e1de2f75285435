// Mounts whose content goes into no layer.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/ignore_file.h"
#include "analysis/plan.h"
#include "analysis/quotes.h"
#include "analysis/unicode.h"

namespace dflint {

// A cache or tmpfs mount of a RUN.
struct MountTarget {
  std::string path;
  std::string_view type;
  Place place;
  uint32_t instruction = 0;
};

// Absolute, of the working directory at the instruction; empty where that is not certain.
inline std::string absolute(std::string_view path, const Plan& plan, uint32_t instruction) {
  path = without_quotes(path);
  if (path.empty() || path.size() > 4096 || path.find('$') != std::string_view::npos) return {};
  if (path.starts_with('/')) return clean_path(path);
  const uint32_t workdir = plan.steps[instruction].workdir;
  if (workdir == none || !plan.steps[workdir].value.starts_with('/')) return {};
  return clean_path(std::string(plan.steps[workdir].value) + '/' + std::string(path));
}

inline void collect(const Plan& plan, const Instruction& in, uint32_t index,
                    std::vector<MountTarget>& targets) {
  for (const Mount& mount : in.statement.mounts) {
    MountTarget target{{}, "bind", {}, index};
    for (const MountField& field : mount.fields) {
      const std::string_view key = in.value(field.key), value = in.value(field.value);
      if (equal_ignoring_case(key, "type")) target.type = value;
      if (key == "target" || key == "dst" || key == "destination")
        target.path = absolute(value, plan, index);
    }
    target.place = {&in, in.statement.flags[mount.flag].text.span};
    if (target.path.size() > 1 && (target.type == "cache" || target.type == "tmpfs"))
      targets.push_back(std::move(target));
  }
}

inline std::string_view first_command(const Plan& plan, uint32_t instruction) {
  const Script* script = plan.steps[instruction].script.get();
  return script && !script->commands.empty() ? script->commands[0].name() : std::string_view();
}

}  // namespace dflint
