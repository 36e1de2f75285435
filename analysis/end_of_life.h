// Which official images stand for releases that get no more security updates.
#pragma once

#include <string_view>

#include "analysis/image.h"

namespace dflint {

struct EndOfLife {
  std::string_view since;    // "2022-06"
  std::string_view instead;  // what to use: "debian:12"; empty: a later release
};

// Nothing (an empty `since`) for images and releases that the table does not know; what is not
// there may be alive or not.
EndOfLife end_of_life(const ImageReference& image);

}  // namespace dflint
