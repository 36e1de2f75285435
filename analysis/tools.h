// Which everyday programs well-known images hold and lack, and the packages that bring them.
//
// From memory of what these images have had for years. Nothing is said about an image or a program
// that is not known; where versions differ, the program counts as present.
#pragma once

#include <cstdint>
#include <string_view>

namespace dflint {

// What an image is built on.
enum class System : uint8_t {
  unknown,
  bare,     // scratch, distroless: no shell, no package manager
  busybox,  // no package manager
  alpine,
  debian,
  ubuntu,
  redhat,   // Fedora, CentOS and its like
  amazon,   // Amazon Linux
  minimal,  // ubi-minimal
};

struct ImageTools {
  System system = System::unknown;
  // What it has, or may have, beyond its system; blanks between.
  std::string_view more = {};
  std::string_view manager = {};  // "apk", "apt-get", "yum", "dnf", "microdnf"; empty: none
  bool plain = false;             // a system alone: its environment holds nothing of interest
};

// Facts about an image as FROM names it. "scratch" is bare.
ImageTools image_tools(std::string_view image);

struct Tool {
  std::string_view name;
  uint16_t missing = 0;            // one bit for each System that lacks it
  std::string_view providers;      // words that speak of it where it is installed; blanks between
  std::string_view apk, apt, rpm;  // the packages that bring it; empty: no fix
  bool common = false;             // many packages bring it along
};

// nullptr for a program that nothing is known about.
const Tool* tool_named(std::string_view name);
// A number for each tool, below 64.
uint32_t number_of(const Tool& tool);

// The tool is not in the image, for certain.
bool lacks(const ImageTools& image, const Tool& tool);

// A package that brings no program beside its own.
bool is_leaf_package(std::string_view package);

// Whether one of the words stands in the text, between bytes that are no letters or digits.
bool mentions(std::string_view text, std::string_view words);

// Whether `list`, words with blanks between them, holds the word.
bool lists(std::string_view list, std::string_view word);

}  // namespace dflint
