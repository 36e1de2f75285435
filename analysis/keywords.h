// The instructions of a Dockerfile and their flags: one table for parser, completion and hover.
// From BuildKit's instruction parser, dockerfile 1.26.
#pragma once

#include <span>
#include <string_view>

#include "analysis/instruction.h"
#include "analysis/suggest.h"

namespace dflint {

enum class FlagKind : uint8_t { boolean, text, list };

struct FlagInfo {
  std::string_view name;  // without dashes
  FlagKind kind;
  std::string_view summary;
};

struct KeywordInfo {
  Keyword keyword;
  std::string_view name;  // upper case
  std::string_view form;  // how it is written
  std::string_view summary;
  std::span<const FlagInfo> flags;
  bool checks_flags = true;  // false: the builder drops flags of ARG and STOPSIGNAL unseen
};

// `word` in any case; Keyword::unknown for another word.
Keyword keyword_of(std::string_view word);
// Precondition: a real instruction, neither none nor unknown.
const KeywordInfo& info(Keyword keyword);
// All instructions in order of their names.
std::span<const KeywordInfo> all_keywords();
// The instruction that `word` was probably meant to be, upper case.
Guess guess_keyword(std::string_view word);

// The keys of RUN --mount.
std::span<const std::string_view> mount_keys();
std::span<const std::string_view> mount_types();

}  // namespace dflint
