// Image references: registry/repository:tag@digest.
#pragma once

#include <cstdint>
#include <string_view>

namespace dflint {

// The parts of an image reference, as views into it; empty where absent.
struct ImageReference {
  std::string_view registry;    // "ghcr.io", "localhost:5000"
  std::string_view repository;  // "library/debian", "debian"
  std::string_view tag;
  std::string_view digest;  // "sha256:…"
  bool has_tag = false;     // a ':' stands there, even if nothing follows it
  bool has_digest = false;
};

enum class ImageError : uint8_t {
  none,
  malformed,
  upper_case,  // the repository has a capital letter
  bad_digest,
};

// Splits whatever stands there; does not check it. A first part is a registry where it holds a dot
// or a colon or is "localhost".
ImageReference split_image(std::string_view text);

// As the distribution reference grammar of Docker: whether a builder takes `text` for an image.
ImageError check_image(std::string_view text);

}  // namespace dflint
