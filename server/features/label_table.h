// Keys of labels that mean something to others, and licences that labels name.
#pragma once

#include <span>
#include <string_view>

namespace dflint {

struct LabelKey {
  std::string_view key;
  std::string_view example;
  std::string_view summary;
};

// The annotations of the OCI image specification.
std::span<const LabelKey> label_keys();
// SPDX identifiers, those used most first.
std::span<const std::string_view> usual_licences();

}  // namespace dflint
