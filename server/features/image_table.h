// Official images with a few of the tags they have: what FROM completes without a network.
#pragma once

#include <span>
#include <string_view>

namespace dflint {

struct KnownImage {
  std::string_view name;
  std::string_view tags;  // with blanks between, the one to use first
  std::string_view about;
  std::string_view users;  // besides root, with blanks between
};

std::span<const KnownImage> known_images();
// By the name as FROM has it, registry included where it is no official image; nullptr where the
// table has none.
const KnownImage* known_image(std::string_view name);

}  // namespace dflint
