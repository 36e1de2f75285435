// The settings of dockerfile-language-server, which editors still hold for whoever comes from it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "rules/config.h"

namespace dflint::lsp {

struct ReferenceSettings {
  std::vector<RuleSetting> rules;
  bool single_lines = false;  // formatting leaves instructions of several lines alone
};

// Of `docker.languageserver` in the settings of an editor. "ignore" switches our rule of the same
// meaning off, "error" raises it; "warning" is what the setting has where nobody touched it, and
// changes nothing. Of the three about repeated instructions, which one rule has here, "ignore"
// counts where all say so. Values of other types count as missing.
ReferenceSettings reference_settings(const nlohmann::json& settings);

}  // namespace dflint::lsp
