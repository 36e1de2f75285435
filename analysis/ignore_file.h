// A .dockerignore file: which paths of the build context the builder never sees.
//
// Facts from moby/patternmatcher. Unlike in .gitignore every pattern begins at the root of the
// context, `*.log` too, and a pattern that matches a directory matches what is in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dflint {

// One line that says something.
class IgnorePattern {
 public:
  // `line` as it stands in the file, without blanks at its ends and not empty.
  IgnorePattern(std::string_view line, uint32_t number);

  const std::string& text() const { return text_; }  // as written, '!' included
  uint32_t line() const { return line_; }            // 1-based
  bool is_exception() const { return exception_; }   // !pattern
  // `*`, `**` or `**/*`: nothing of the context is left.
  bool is_everything() const;

  // Whether it matches `path` or a directory above it; an exception as if it had no '!'. A pattern
  // that the builder would refuse matches nothing, nor does anything longer than 4 KiB.
  bool matches(std::string_view path) const;

 private:
  enum class Kind : uint8_t {
    literal,
    one,          // ?: any character but a slash
    some,         // *: any number of those
    directories,  // **/: any number of directories
    all,          // ** at the end: any number of characters
    set,          // [a-z], [^a-z]
  };
  struct Token {
    Kind kind = Kind::literal;
    char32_t character = 0;
    uint32_t set = 0;  // index into sets_
  };
  struct Set {
    std::vector<std::pair<char32_t, char32_t>> ranges;  // first and last
    bool inverted = false;
  };

  bool read(std::string_view pattern);
  size_t read_stars(std::string_view pattern, size_t at);
  size_t read_set(std::string_view pattern, size_t at);
  bool consumes(const Token& token, char32_t c) const;

  std::string text_;
  std::string clean_;  // without '!', as a clean path
  uint32_t line_ = 0;
  bool exception_ = false;
  bool literal_ = true;  // no wildcards: clean_ is compared, tokens_ are empty
  bool bad_ = false;
  std::vector<Token> tokens_;
  std::vector<Set> sets_;
};

class IgnoreFile {
 public:
  IgnoreFile() = default;
  // `text` is the content of the file.
  explicit IgnoreFile(std::string_view text);

  const std::vector<IgnorePattern>& patterns() const { return patterns_; }
  bool has_exceptions() const { return exceptions_; }
  uint32_t size() const { return size_; }  // bytes of all patterns: what a question costs, a byte

  // The pattern because of which the builder leaves out `path`, a clean path inside the context;
  // nullptr where it does not.
  const IgnorePattern* excludes(std::string_view path) const;

 private:
  std::vector<IgnorePattern> patterns_;
  bool exceptions_ = false;
  uint32_t size_ = 0;
};

// The shortest path of the same meaning, as Go's path.Clean: no `.`, no `//`, no `a/..`, no slash
// at the end; "." where nothing is left.
std::string clean_path(std::string_view path);

}  // namespace dflint
