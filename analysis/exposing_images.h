// What well-known images expose themselves.
#pragma once

#include <cstdint>
#include <string_view>

namespace dflint {

// Ports that some images expose, their variants together.
struct ExposingImages {
  std::string_view names;  // the last parts of their names, with blanks between
  uint32_t ports[8];       // 0: none
};

struct BaseImage {
  bool known = false;  // what it exposes, that is
  const ExposingImages* exposing = nullptr;

  bool exposes(uint32_t port) const;
};

// From memory of what these images have had for years; an image that is not known says nothing.
BaseImage exposed_by(std::string_view image);

}  // namespace dflint
