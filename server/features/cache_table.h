// Where tools keep downloads that a cache mount may keep between builds.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace dflint {

struct ToolCache {
  std::string_view program;
  std::array<std::string_view, 8> verbs;  // subcommands that fill it; empty slots are left out,
                                          // all empty: each call does
  std::string_view target;                // the directory; ~ is the home of root
  std::string_view image = {};            // of which base images that is true; empty: of all
  bool locked = false;                    // two builds must not use it at once
  // What is in it is needed by later commands too, not only to save downloads.
  bool store = false;
  std::array<std::string_view, 3> off = {};        // arguments that turn the cache off
  std::array<std::string_view, 3> variables = {};  // … or move it
};

// From the manuals of the tools and of the images. A tool may have several.
std::span<const ToolCache> tool_caches();

}  // namespace dflint
