// Reads what `shellcheck --format=json1` prints.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/shellcheck.h"

namespace dflint {

// The comments on each of `texts`, which were called `paths`. Nothing where it makes no sense.
std::optional<std::vector<ShellcheckComments>> read_shellcheck_json(
    std::string_view json, const std::vector<std::string>& paths,
    const std::vector<std::string_view>& texts);

}  // namespace dflint
