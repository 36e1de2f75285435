// Where the registries of this world show an image to people.
#pragma once

#include <string>
#include <string_view>

#include "analysis/image.h"

namespace dflint {

// The page of an image; empty where its registry has none that is known. Tag and digest do not
// count.
std::string page_of_image(const ImageReference& image);

}  // namespace dflint
