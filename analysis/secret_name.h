// Names that say that they hold a secret.
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

#include "analysis/unicode.h"

namespace dflint {

inline constexpr std::string_view secret_words[] = {
    "apikey",   "auth",  "credential", "credentials", "key",
    "password", "pword", "passwd",     "secret",      "token"};
inline constexpr std::string_view harmless_words[] = {"public", "file", "version"};

// Words of a name stand between underscores; BuildKit judges names of ARG and ENV like this.
inline bool names_secret(std::string_view name) {
  bool secret = false;
  for (size_t at = 0; at <= name.size();) {
    const size_t end = std::min(name.find('_', at), name.size());
    const std::string_view word = name.substr(at, end - at);
    const auto equals = [&](std::string_view known) { return equal_ignoring_case(word, known); };
    if (std::any_of(std::begin(harmless_words), std::end(harmless_words), equals)) return false;
    secret |= std::any_of(std::begin(secret_words), std::end(secret_words), equals);
    at = end + 1;
  }
  return secret;
}

}  // namespace dflint
