// Platforms: os[/arch[/variant]], as containerd reads them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dflint {

struct Platform {
  std::string os, arch, variant;  // normalised: x86_64 is amd64, aarch64 arm64
};

// A single part is an operating system or an architecture. Nothing where the builder refuses it.
std::optional<Platform> read_platform(std::string_view text);

// The platforms people write, for suggestions and completion.
std::span<const std::string_view> common_platforms();

}  // namespace dflint
