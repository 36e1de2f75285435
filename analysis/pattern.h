// The patterns of ${name#pattern}: literal text, * and ?.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dflint {

class Pattern {
 public:
  // Matching is not linear: longer values, or more tokens, are left as they are.
  bool too_long(std::string_view value) const;

  // Nothing where a backslash stands before anything but * ? \ / and }.
  static std::optional<Pattern> read(std::string_view text);

  std::string without_prefix(std::string_view value, bool longest) const;
  std::string without_suffix(std::string_view value, bool longest) const;
  std::string replace(std::string_view value, std::string_view replacement, bool all) const;

 private:
  bool matches(std::string_view value) const;

  struct Token {
    enum class Kind { literal, any, one } kind;
    char byte = 0;
  };
  std::vector<Token> tokens_;
};

}  // namespace dflint
