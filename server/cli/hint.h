// What to write instead of an option that is none.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace dflint {

// "did you mean --fix?", or for an option of hadolint what stands for it here; empty where nothing
// is near. `option`: "--no-fail"; `value`: what stands behind it, may be empty; `known`: the
// options of the command.
std::string hint_for_option(std::string_view option, std::string_view value,
                            std::span<const std::string_view> known);

// The same for `format` that `--format` does not take.
std::string hint_for_format(std::string_view format);

}  // namespace dflint
