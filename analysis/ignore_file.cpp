// Reads .dockerignore patterns and matches paths against them.
//
// A pattern with wildcards is a list of tokens; matching keeps the set of tokens that may come next
// and reads the path once. Whenever it stands before a slash, or at the end, with no token left,
// the path or a directory above it has matched.
#include "analysis/ignore_file.h"

#include <algorithm>
#include <utility>

#include "analysis/trim.h"

namespace dflint {
namespace {

constexpr size_t longest = 4096;  // of a path, on Linux

constexpr size_t bad = std::string_view::npos;

}  // namespace

std::string clean_path(std::string_view path) {
  const bool rooted = path.starts_with('/');
  std::string clean;
  clean.reserve(path.size());
  if (rooted) clean = "/";
  size_t fixed = clean.size();  // `..` takes away nothing before this
  for (size_t at = 0; at < path.size();) {
    const size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == ".." && clean.size() > fixed) {
      const size_t slash = clean.rfind('/');
      clean.resize(slash == std::string::npos || slash < fixed ? fixed : slash);
      continue;
    }
    if (part == ".." && rooted) continue;
    if (!clean.empty() && clean.back() != '/') clean += '/';
    clean += part;
    if (part == "..") fixed = clean.size();
  }
  return clean.empty() ? "." : clean;
}

IgnorePattern::IgnorePattern(std::string_view line, uint32_t number) : text_(line), line_(number) {
  exception_ = line.starts_with('!');
  if (exception_) line = trimmed(line.substr(1));
  if (line.empty()) {
    bad_ = true;
    return;
  }
  clean_ = clean_path(line);
  if (clean_.size() > 1 && clean_[0] == '/') clean_.erase(0, 1);
  if (clean_.size() > longest) {
    bad_ = true;
    return;
  }
  literal_ = clean_.find_first_of("*?[]\\") == std::string::npos;
  if (!literal_) bad_ = !read(clean_);
}

bool IgnorePattern::read(std::string_view pattern) {
  tokens_.reserve(pattern.size());
  for (size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    if (c == '*') {
      at = read_stars(pattern, at);
    } else if (c == '?') {
      tokens_.push_back({Kind::one}), ++at;
    } else if (c == '[') {
      at = read_set(pattern, at);
      if (at == bad) return false;
    } else {
      if (c == '\\' && ++at == pattern.size()) return false;
      const CodePoint point = decode(pattern.substr(at));
      tokens_.push_back({Kind::literal, point.value}), at += point.size;
    }
  }
  return true;
}

size_t IgnorePattern::read_stars(std::string_view pattern, size_t at) {
  if (pattern.substr(at, 2) != "**") {
    tokens_.push_back({Kind::some});
    return at + 1;
  }
  const bool first = at == 0;
  at += 2;
  const bool slash = pattern.substr(at, 1) == "/";
  if (slash) ++at;
  // `**name` means any path that ends so, unless it holds other wildcards.
  const bool ending =
      first && !slash && pattern.find_first_of("*?[]\\", at) == std::string_view::npos;
  tokens_.push_back({at == pattern.size() || ending ? Kind::all : Kind::directories});
  return at;
}

size_t IgnorePattern::read_set(std::string_view pattern, size_t at) {
  Set set;
  ++at;
  set.inverted = pattern.substr(at, 1) == "^";
  if (set.inverted) ++at;
  const auto character = [&](char32_t& to) {
    if (at < pattern.size() && (pattern[at] == '-' || pattern[at] == ']')) return false;
    if (at < pattern.size() && pattern[at] == '\\') ++at;
    if (at >= pattern.size()) return false;
    const CodePoint point = decode(pattern.substr(at));
    to = point.value, at += point.size;
    return true;
  };
  do {
    char32_t low = 0;
    if (!character(low)) return bad;
    char32_t high = low;
    if (pattern.substr(at, 1) == "-" && (++at, !character(high))) return bad;
    set.ranges.emplace_back(low, high);
    if (at >= pattern.size()) return bad;
  } while (pattern[at] != ']');
  tokens_.push_back({Kind::set, 0, static_cast<uint32_t>(sets_.size())});
  sets_.push_back(std::move(set));
  return at + 1;
}

bool IgnorePattern::consumes(const Token& token, char32_t c) const {
  switch (token.kind) {
    case Kind::literal:
      return c == token.character;
    case Kind::one:
      return c != '/';
    case Kind::set: {
      const Set& set = sets_[token.set];
      const auto holds = [c](const auto& range) { return range.first <= c && c <= range.second; };
      return std::any_of(set.ranges.begin(), set.ranges.end(), holds) != set.inverted;
    }
    default:
      return false;
  }
}

bool IgnorePattern::is_everything() const {
  return clean_ == "*" || clean_ == "**" || clean_ == "**/*";
}

bool IgnorePattern::matches(std::string_view path) const {
  if (bad_ || path.size() > longest) return false;
  if (literal_) {
    return path.starts_with(clean_) && (path.size() == clean_.size() || path[clean_.size()] == '/');
  }
  // Of each token, and of the end: whether it may come next, and whether it was there before (a
  // `**/` that has begun must find its slash).
  enum : uint8_t { next = 1, begun = 2 };
  const size_t count = tokens_.size();
  std::vector<uint8_t> now(count + 1), then(count + 1);
  now[0] = next;
  for (size_t at = 0; at <= path.size();) {
    bool alive = false;
    for (size_t i = 0; i < count; ++i) {
      if (now[i] == 0) continue;
      alive = true;
      const Kind kind = tokens_[i].kind;
      if (kind == Kind::some || kind == Kind::all || (kind == Kind::directories && now[i] & next)) {
        now[i + 1] |= next;
      }
    }
    const bool edge = at == path.size() || path[at] == '/';
    if (edge && now[count] != 0 && at > 0) return true;
    if (!alive || at == path.size()) return false;
    const CodePoint point = decode(path.substr(at));
    const char32_t c = point.value;
    std::fill(then.begin(), then.end(), uint8_t{0});
    for (size_t i = 0; i < count; ++i) {
      if (now[i] == 0) continue;
      const Kind kind = tokens_[i].kind;
      if (kind == Kind::all || (kind == Kind::some && c != '/')) {
        then[i] |= begun;
      } else if (kind == Kind::directories) {
        then[i] |= begun;
        if (c == '/') then[i + 1] |= next;
      } else if (consumes(tokens_[i], c)) {
        then[i + 1] |= next;
      }
    }
    std::swap(now, then);
    at += point.size;
  }
  return false;
}

IgnoreFile::IgnoreFile(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  for (uint32_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with('#') || trimmed(line).empty()) continue;
    const IgnorePattern& pattern = patterns_.emplace_back(trimmed(line), number);
    exceptions_ |= pattern.is_exception();
    size_ += static_cast<uint32_t>(pattern.text().size());
  }
}

const IgnorePattern* IgnoreFile::excludes(std::string_view path) const {
  const IgnorePattern* decides = nullptr;
  for (const IgnorePattern& pattern : patterns_) {
    if (pattern.is_exception() != (decides != nullptr)) continue;
    if (pattern.matches(path)) decides = pattern.is_exception() ? nullptr : &pattern;
  }
  return decides;
}

}  // namespace dflint
