// Where package managers of languages keep what they have downloaded, and how it is removed.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "analysis/shell/invocation.h"

namespace dflint {

// Empty slots are left out.
using Names = std::array<std::string_view, 6>;

struct PackageCache {
  std::string_view program;
  Names verbs;                // subcommands that fill it; "" first: the bare command does too
  std::string_view where;     // for people: "~/.npm"
  Names parts;                // a path that holds one of these is the cache, or holds it
  Names variables;            // of the environment: turn the cache off or move it
  Names flags;                // … of the command
  Names cleaners;             // subcommands that empty it
  std::string_view clean;     // a command that empties it; empty: there is none
  std::string_view no_cache;  // a flag behind the subcommand that keeps it empty; empty: none
  // Subcommands that fill it and build a program, wherever they stand among the arguments. Where
  // there are any, the cache is of use until the last call of the program.
  Names builds = {};
};

// The cache that a call fills, or nullptr.
const PackageCache* filled_cache(const Invocation& call);
// The word that tells the program to build one, of `builds`, or nullptr.
const ShellWord* building_word(const Invocation& call, const PackageCache& cache);
// The cache with `builds` that a call may fill or read, or nullptr.
const PackageCache* used_build_cache(const Invocation& call);

// The command empties the cache: by its own program, or with rm.
bool cleans(const Invocation& call, const PackageCache& cache);

// Whether a path, such as the target of a mount, holds the cache.
bool holds(std::string_view path, const PackageCache& cache);

// Caches as bits of a number.
uint32_t bit_of(const PackageCache& cache);
// Those that an environment variable of that name moves or turns off.
uint32_t set_by(std::string_view variable);

bool holds_name(const Names& names, std::string_view name);

}  // namespace dflint
