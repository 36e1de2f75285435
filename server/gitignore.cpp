// Reading and matching .gitignore patterns.
//
// Wildcards are matched without recursion: a star that fails to match is widened by one, and only
// the last star ever needs that. The same holds for ** among the segments of a path.
#include "server/gitignore.h"

namespace dflint {
namespace {

constexpr size_t no_match = std::string_view::npos;

bool in_class(std::string_view name, unsigned char c) {
  const bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z',
             digit = c >= '0' && c <= '9';
  if (name == "alpha") return upper || lower;
  if (name == "alnum") return upper || lower || digit;
  if (name == "digit") return digit;
  if (name == "upper") return upper;
  if (name == "lower") return lower;
  if (name == "space") return c == ' ' || (c >= '\t' && c <= '\r');
  if (name == "blank") return c == ' ' || c == '\t';
  if (name == "cntrl") return c < 0x20 || c == 0x7f;
  if (name == "print") return c >= 0x20 && c < 0x7f;
  if (name == "graph") return c > 0x20 && c < 0x7f;
  if (name == "punct") return c > 0x20 && c < 0x7f && !upper && !lower && !digit;
  if (name == "xdigit") return digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  return false;
}

// Matches `c` against the bracket expression that begins at pattern[at] == '['. Gives the position
// after its ']' where it matches; no_match where it does not or has no end.
size_t match_bracket(std::string_view pattern, size_t at, unsigned char c) {
  size_t i = at + 1;
  const bool inverted = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (inverted) ++i;
  bool matched = false;
  for (bool first = true; i < pattern.size(); first = false) {
    if (pattern[i] == ']' && !first) return matched != inverted ? i + 1 : no_match;
    if (pattern.substr(i, 2) == "[:") {
      const size_t end = pattern.find(":]", i + 2);
      if (end != no_match) {
        matched |= in_class(pattern.substr(i + 2, end - i - 2), c);
        i = end + 2;
        continue;
      }
    }
    if (pattern[i] == '\\' && ++i == pattern.size()) return no_match;
    const unsigned char low = static_cast<unsigned char>(pattern[i++]);
    unsigned char high = low;
    if (i + 1 < pattern.size() && pattern[i] == '-' && pattern[i + 1] != ']') {
      ++i;
      if (pattern[i] == '\\' && ++i == pattern.size()) return no_match;
      high = static_cast<unsigned char>(pattern[i++]);
    }
    matched |= low <= c && c <= high;
  }
  return no_match;
}

// Matches one character of a name; gives the position in the pattern after what matched it.
size_t match_one(std::string_view pattern, size_t at, char c) {
  if (at == pattern.size()) return no_match;
  if (pattern[at] == '?') return at + 1;
  if (pattern[at] == '[') return match_bracket(pattern, at, static_cast<unsigned char>(c));
  if (pattern[at] == '\\' && ++at == pattern.size()) return no_match;
  return pattern[at] == c ? at + 1 : no_match;
}

bool match_segments(const std::vector<std::string>& pattern,
                    const std::vector<std::string_view>& path) {
  size_t p = 0, s = 0, star = no_match, star_s = 0;
  while (s < path.size()) {
    if (p < pattern.size() && pattern[p] == "**") {
      // At the end it stands for everything below: at least one segment.
      if (p + 1 == pattern.size()) return true;
      star = p++, star_s = s;
    } else if (p < pattern.size() && matches_wildcards(pattern[p], path[s])) {
      ++p, ++s;
    } else if (star != no_match) {
      p = star + 1, s = ++star_s;
    } else {
      return false;
    }
  }
  return p == pattern.size();
}

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> segments;
  while (true) {
    const size_t slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == no_match) return segments;
    path.remove_prefix(slash + 1);
  }
}

// Blanks at the end do not count unless a backslash stands before them.
std::string_view without_trailing_blanks(std::string_view line) {
  size_t keep = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size())
      keep = ++i + 1;
    else if (line[i] != ' ')
      keep = i + 1;
  }
  return line.substr(0, keep);
}

}  // namespace

bool matches_wildcards(std::string_view pattern, std::string_view name) {
  size_t p = 0, n = 0, star = no_match, star_n = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++, star_n = n;
      continue;
    }
    const size_t next = match_one(pattern, p, name[n]);
    if (next != no_match) {
      p = next, ++n;
    } else if (star != no_match) {
      p = star + 1, n = ++star_n;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

Gitignore::Gitignore(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == no_match ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (std::optional<Pattern> pattern = read_line(line)) patterns_.push_back(std::move(*pattern));
  }
}

std::optional<Gitignore::Pattern> Gitignore::read_line(std::string_view line) {
  if (line.starts_with('#')) return std::nullopt;
  line = without_trailing_blanks(line);
  Pattern pattern;
  if (line.starts_with('!')) {
    pattern.negated = true;
    line.remove_prefix(1);
  }
  if (line.ends_with('/')) {
    pattern.directory_only = true;
    line.remove_suffix(1);
  }
  pattern.anchored = line.find('/') != no_match;
  if (line.starts_with('/')) line.remove_prefix(1);
  if (line.empty()) return std::nullopt;
  for (std::string_view segment : split(line)) {
    if (segment.size() >= 2 && segment.find_first_not_of('*') == no_match) segment = "**";
    // Two of these in a row say no more than one.
    if (segment == "**" && !pattern.segments.empty() && pattern.segments.back() == "**") continue;
    pattern.segments.emplace_back(segment);
  }
  pattern.literal = pattern.segments.size() == 1 && line.find_first_of("*?[\\") == no_match;
  return pattern;
}

std::optional<bool> Gitignore::ignores(std::string_view path, bool is_directory) const {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  std::vector<std::string_view> segments;
  for (size_t i = patterns_.size(); i-- > 0;) {
    const Pattern& pattern = patterns_[i];
    if (pattern.directory_only && !is_directory) continue;
    bool matched;
    if (pattern.literal) {
      matched = pattern.segments[0] == (pattern.anchored ? path : name);
    } else if (!pattern.anchored) {
      matched = matches_wildcards(pattern.segments[0], name);
    } else {
      if (segments.empty()) segments = split(path);
      matched = match_segments(pattern.segments, segments);
    }
    if (matched) return !pattern.negated;
  }
  return std::nullopt;
}

}  // namespace dflint
