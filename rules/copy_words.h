// What the words of COPY and ADD say, for the rules that look at their text.
#pragma once

#include <algorithm>
#include <string_view>

#include "analysis/builder/source.h"
#include "analysis/instruction.h"
#include "analysis/quotes.h"

namespace dflint {

inline bool is_copy_or_add(const Statement& statement) {
  return statement.keyword == Keyword::copy || statement.keyword == Keyword::add;
}

// The last argument without quotes; empty where there are fewer than two.
inline std::string_view destination_of(const Instruction& in, const Statement& statement) {
  if (statement.args.size() < 2) return {};
  return without_quotes(in.value(statement.args.back()));
}

inline bool is_heredoc(const Instruction& in, const Word& word) {
  return std::any_of(in.heredocs.begin(), in.heredocs.end(),
                     [&](const Heredoc& heredoc) { return heredoc.marker == word.span; });
}

// Whether the name ends as archives and compressed files do; the list is that of hadolint.
inline bool has_archive_ending(std::string_view path) {
  constexpr std::string_view endings[] = {".tar",  ".Z",   ".bz2", ".gz",  ".lz",
                                          ".lzma", ".tZ",  ".tb2", ".tbz", ".tbz2",
                                          ".tgz",  ".tlz", ".tpz", ".txz", ".xz"};
  return std::any_of(std::begin(endings), std::end(endings),
                     [&](std::string_view ending) { return path.ends_with(ending); });
}

inline bool has_wildcard(std::string_view path) {
  return path.find_first_of("*?[") != std::string_view::npos;
}

// What stands behind the last slash.
inline std::string_view basename_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

// C:… as Windows has it.
inline bool has_drive(std::string_view path) {
  return path.size() > 1 && path[1] == ':' && ((path[0] | 0x20) >= 'a' && (path[0] | 0x20) <= 'z');
}

}  // namespace dflint
