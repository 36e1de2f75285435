// The options of --mount: names that mean the same, and how to take one out.
#pragma once

#include <string>
#include <string_view>

#include "analysis/instruction.h"
#include "analysis/unicode.h"

namespace dflint {

// What the option sets: `src` and `source` are one, `ro` and `rw` two ways to set the same.
inline std::string_view mount_key(std::string_view key) {
  const std::string lower = to_lower(key);
  if (lower == "src" || lower == "source") return "source";
  if (lower == "dst" || lower == "destination" || lower == "target") return "target";
  if (lower == "ro" || lower == "readonly" || lower == "rw" || lower == "readwrite")
    return "readonly";
  for (const std::string_view known :
       {"type", "from", "id", "sharing", "mode", "uid", "gid", "env", "size", "required"}) {
    if (lower == known) return known;
  }
  return {};
}

// The field with one comma. Empty where the flag is quoted, so that its parts stand nowhere.
inline Span field_with_comma(const Mount& mount, size_t field) {
  const Word& word = mount.fields[field].text;
  if (word.decoded || mount.fields.size() < 2) return {};
  if (field + 1 < mount.fields.size())
    return {word.span.begin, mount.fields[field + 1].text.span.begin};
  return {mount.fields[field - 1].text.span.end, word.span.end};
}

}  // namespace dflint
