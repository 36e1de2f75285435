// Signals of STOPSIGNAL.
#pragma once

#include <span>
#include <string_view>

namespace dflint {

// A number other than 0, or a name with or without SIG, in any case.
bool is_signal(std::string_view text);
// All names without SIG, real-time ones by RTMIN and RTMAX only.
std::span<const std::string_view> signal_names();

}  // namespace dflint
