// The patterns of ${name#pattern}: literal text, * and ?.
#include "analysis/pattern.h"

#include <algorithm>

namespace dflint {

std::optional<Pattern> Pattern::read(std::string_view text) {
  Pattern pattern;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '*') {
      const bool repeated =
          !pattern.tokens_.empty() && pattern.tokens_.back().kind == Token::Kind::any;
      if (!repeated) pattern.tokens_.push_back({Token::Kind::any});
      continue;
    }
    if (c == '?') {
      pattern.tokens_.push_back({Token::Kind::one});
      continue;
    }
    if (c == '\\') {
      if (i + 1 == text.size()) return std::nullopt;
      c = text[++i];
      if (std::string_view("*?\\/}").find(c) == std::string_view::npos) return std::nullopt;
    }
    pattern.tokens_.push_back({Token::Kind::literal, c});
  }
  return pattern;
}

// Whether the whole value matches: goes back to the last * only, which is enough.
bool Pattern::matches(std::string_view value) const {
  size_t token = 0, at = 0;
  size_t star = std::string_view::npos, star_at = 0;
  while (at < value.size()) {
    const bool more = token < tokens_.size();
    if (more && tokens_[token].kind == Token::Kind::any) {
      star = token++;
      star_at = at;
    } else if (more &&
               (tokens_[token].kind == Token::Kind::one ? value[at] != '\n'
                                                        : tokens_[token].byte == value[at])) {
      ++token, ++at;
    } else if (star != std::string_view::npos && value[star_at] != '\n') {
      token = star + 1;
      at = ++star_at;
    } else {
      return false;
    }
  }
  while (token < tokens_.size() && tokens_[token].kind == Token::Kind::any) ++token;
  return token == tokens_.size();
}

bool Pattern::too_long(std::string_view value) const {
  return value.size() > 1024 || value.size() * value.size() * tokens_.size() > (1 << 18);
}

std::string Pattern::without_prefix(std::string_view value, bool longest) const {
  if (too_long(value)) return std::string(value);
  for (size_t i = 0; i <= value.size(); ++i) {
    const size_t size = longest ? value.size() - i : i;
    if (matches(value.substr(0, size))) return std::string(value.substr(size));
  }
  return std::string(value);
}

std::string Pattern::without_suffix(std::string_view value, bool longest) const {
  if (too_long(value)) return std::string(value);
  for (size_t i = 0; i <= value.size(); ++i) {
    const size_t size = longest ? i : value.size() - i;
    if (matches(value.substr(size))) return std::string(value.substr(0, size));
  }
  return std::string(value);
}

std::string Pattern::replace(std::string_view value, std::string_view replacement, bool all) const {
  if (too_long(value) || tokens_.empty()) return std::string(value);
  std::string out;
  size_t at = 0;
  while (at < value.size()) {
    size_t size = value.size() - at;
    while (size > 0 && !matches(value.substr(at, size))) --size;
    if (size == 0) {
      out += value[at++];
      continue;
    }
    out += replacement;
    at += size;
    if (!all) break;
  }
  return out.append(value.substr(std::min(at, value.size())));
}

}  // namespace dflint
