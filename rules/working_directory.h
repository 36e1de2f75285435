// The working directory at an instruction, where the file gives it for certain.
#pragma once

#include <string>
#include <string_view>

#include "analysis/ignore_file.h"
#include "analysis/plan.h"

namespace dflint {

// `path` as a clean absolute one; empty where it hangs on a variable or on the base image.
inline std::string absolute_path(std::string_view path, const Plan& plan, const Step& step) {
  if (path.empty() || path.size() > 4096 || path.find('$') != std::string_view::npos) return {};
  if (path.starts_with('/')) return clean_path(path);
  if (step.workdir == none) return {};
  const std::string_view base = plan.steps[step.workdir].value;
  if (!base.starts_with('/') || base.size() > 4096) return {};
  return clean_path(std::string(base) + '/' + std::string(path));
}

}  // namespace dflint
