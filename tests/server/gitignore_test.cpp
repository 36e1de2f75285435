// Patterns of .gitignore against paths, as Git decides them.
#include "server/gitignore.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace dflint {
namespace {

// What the file says about the path; directories have a slash at the end.
std::string verdict(std::string_view patterns, std::string path) {
  const bool directory = path.ends_with('/');
  if (directory) path.pop_back();
  const auto ignores = Gitignore(patterns).ignores(path, directory);
  return !ignores ? "nothing" : *ignores ? "ignored" : "kept";
}

struct Case {
  std::string_view patterns, path, verdict;
};

TEST(Gitignore, DecidesAsGit) {
  const Case cases[] = {
      {"", "a", "nothing"},
      {"\n\n", "a", "nothing"},
      {"a", "a", "ignored"},
      {"a", "x/a", "ignored"},
      {"a", "a/", "ignored"},
      {"a", "ab", "nothing"},
      {"a", "A", "nothing"},
      // A slash at the beginning or in the middle ties a pattern to its directory.
      {"/a", "a", "ignored"},
      {"/a", "x/a", "nothing"},
      {"x/a", "x/a", "ignored"},
      {"x/a", "y/x/a", "nothing"},
      {"/x/a", "x/a", "ignored"},
      // One at the end asks for a directory.
      {"a/", "a/", "ignored"},
      {"a/", "x/a/", "ignored"},
      {"a/", "a", "nothing"},
      {"x/a/", "x/a/", "ignored"},
      {"x/a/", "y/x/a/", "nothing"},
      // Wildcards stop at slashes.
      {"*.log", "x.log", "ignored"},
      {"*.log", "d/x.log", "ignored"},
      {"*.log", ".log", "ignored"},
      {"*.log", "x.logs", "nothing"},
      {"d/*.log", "d/x.log", "ignored"},
      {"d/*.log", "d/e/x.log", "nothing"},
      {"/*", "a", "ignored"},
      {"/*", "d/a", "nothing"},
      {"d/*", "d/e/", "ignored"},
      {"a?c", "abc", "ignored"},
      {"a?c", "ac", "nothing"},
      {"d?a", "d/a", "nothing"},
      {"*a*b*", "xxaxxbxx", "ignored"},
      {"*a*b", "xxaxxbxx", "nothing"},
      // ** stands for any number of directories.
      {"**/a", "a", "ignored"},
      {"**/a", "x/y/a", "ignored"},
      {"**/x/a", "y/x/a", "ignored"},
      {"x/**", "x/a", "ignored"},
      {"x/**", "x/y/a", "ignored"},
      {"x/**", "x/", "nothing"},
      {"x/**/a", "x/a", "ignored"},
      {"x/**/a", "x/y/z/a", "ignored"},
      {"x/**/a", "y/x/a", "nothing"},
      {"x/**/y/**/a", "x/1/y/2/3/a", "ignored"},
      {"x/**/y/**/a", "x/1/2/3/a", "nothing"},
      {"x/**/**/a", "x/a", "ignored"},
      {"x/***/a", "x/y/z/a", "ignored"},
      {"**", "a", "ignored"},
      {"a**b", "axxb", "ignored"},
      {"d/a**b", "d/a/b", "nothing"},
      // Sets of characters.
      {"[abc]", "b", "ignored"},
      {"[abc]", "d", "nothing"},
      {"[!abc]", "d", "ignored"},
      {"[^abc]", "b", "nothing"},
      {"[a-f]x", "ex", "ignored"},
      {"[a-f]x", "gx", "nothing"},
      {"[a-]", "-", "ignored"},
      {"[]a]", "]", "ignored"},
      {"[]a]", "a", "ignored"},
      {"[[:digit:]]", "7", "ignored"},
      {"[[:digit:]x]", "x", "ignored"},
      {"[![:digit:]]", "7", "nothing"},
      {"[[:upper:][:digit:]]", "a", "nothing"},
      {"[\\]]", "]", "ignored"},
      {"[abc", "[abc", "nothing"},
      // Signs that mean themselves.
      {"\\*", "*", "ignored"},
      {"\\*", "a", "nothing"},
      {"\\#a", "#a", "ignored"},
      {"#a", "#a", "nothing"},
      {"\\!a", "!a", "ignored"},
      {"a\\", "a\\", "nothing"},
      // Blanks at the end of a line, and ends of lines.
      {"a  ", "a", "ignored"},
      {"a\\ ", "a ", "ignored"},
      {"a\\ ", "a", "nothing"},
      {"a\\  ", "a ", "ignored"},
      {" a", " a", "ignored"},
      {"a\r\nb\r\n", "a", "ignored"},
      {"a\r\nb", "b", "ignored"},
      {"\xef\xbb\xbf"
       "a",
       "a", "ignored"},
      // The last pattern that matches decides.
      {"*.log\n!keep.log", "keep.log", "kept"},
      {"*.log\n!keep.log", "d/keep.log", "kept"},
      {"*.log\n!keep.log", "x.log", "ignored"},
      {"!keep.log\n*.log", "keep.log", "ignored"},
      {"*\n!*/\n!Dockerfile", "d/", "kept"},
      {"*\n!*/\n!Dockerfile", "d/Dockerfile", "kept"},
      {"*\n!*/\n!Dockerfile", "d/x", "ignored"},
      {"!", "a", "nothing"},
      {"/", "a", "nothing"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(verdict(c.patterns, std::string(c.path)), c.verdict)
        << "pattern " << c.patterns << " and path " << c.path;
  }
}

TEST(Gitignore, HostilePatternsTakeNoTime) {
  std::string stars, name(5000, 'a');
  for (int i = 0; i < 500; ++i) stars += "*a";
  std::string deep, path;
  for (int i = 0; i < 300; ++i) deep += "**/a/", path += "a/";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(verdict(stars + "b", name), "nothing");
  EXPECT_EQ(verdict(deep + "b", path + "c"), "nothing");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

}  // namespace
}  // namespace dflint
