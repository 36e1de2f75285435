// What flags and mount options take: placeholders and values. What they mean, and which Dockerfile
// syntax has them, is in analysis/reference.h.
// From BuildKit's instruction parser, dockerfile 1.26.
#pragma once

#include <span>
#include <string_view>

#include "analysis/instruction.h"

namespace dflint {

struct FlagForm {
  Keyword keyword = Keyword::none;
  std::string_view name;     // without dashes
  std::string_view example;  // a value that makes sense; empty: it needs none
  std::string_view values;   // with blanks between; empty: any
  bool repeats = false;
};

// In the order in which they are offered.
std::span<const FlagForm> flag_forms();
// nullptr where the instruction has no such flag.
const FlagForm* flag_form(Keyword keyword, std::string_view name);

struct MountForm {
  std::string_view name;
  std::string_view example;  // empty: it needs no value
  std::string_view values;   // with blanks between; empty: any
  std::string_view summary;
};

std::span<const MountForm> mount_forms();
// Whether mounts of this type have it.
bool has_option(std::string_view type, const MountForm& option);

struct MountTypeForm {
  std::string_view name;
  std::string_view rest;  // what it usually goes on with, as a snippet
  std::string_view summary;
};

std::span<const MountTypeForm> mount_type_forms();

// Where programs keep what is worth a cache mount.
struct CacheDirectory {
  std::string_view path;
  std::string_view of;
};

std::span<const CacheDirectory> cache_directories();

// Calls `each` with every word of a list with blanks between.
template <typename Each>
void for_words(std::string_view list, Each each) {
  while (!list.empty()) {
    const size_t end = list.find(' ');
    if (end != 0) each(list.substr(0, end));
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
  }
}

// Whether `word` stands in a list with blanks between.
bool in_list(std::string_view word, std::string_view list);

}  // namespace dflint
