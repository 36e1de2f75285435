// The patterns of a .gitignore file, matched as Git does.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dflint {

class Gitignore {
 public:
  Gitignore() = default;
  // `text` is the content of the file; lines that Git would not understand match nothing.
  explicit Gitignore(std::string_view text);

  bool empty() const { return patterns_.empty(); }

  // What the file says about `path`, which is relative to the directory of the file and has no
  // slash at either end: true (ignored), false (kept by a ! pattern), or nothing. The last pattern
  // that matches decides.
  std::optional<bool> ignores(std::string_view path, bool is_directory) const;

 private:
  struct Pattern {
    std::vector<std::string> segments;  // of the path, between slashes; "**" stands for any number
    bool literal = false;               // one segment without wildcards
    bool negated = false;
    bool directory_only = false;
    bool anchored = false;  // compared with the whole path, not with its last segment
  };

  static std::optional<Pattern> read_line(std::string_view line);

  std::vector<Pattern> patterns_;
};

// Whether `name`, which holds no slash, matches a pattern of *, ?, [ranges] and \escapes. Takes
// time in proportion to the product of the lengths at most.
bool matches_wildcards(std::string_view pattern, std::string_view name);

}  // namespace dflint
