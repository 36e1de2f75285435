// What the builder leaves out of the build context.
#include "analysis/ignore_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dflint {
namespace {

// The lines of an ignore file, the paths it leaves out and those it keeps, all separated by blanks.
struct Case {
  std::string_view patterns;
  std::string_view out;
  std::string_view in;
};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

void check(const Case& c) {
  std::string text;
  for (const std::string& line : split(c.patterns)) text += line + "\n";
  const IgnoreFile file(text);
  for (const std::string& path : split(c.out)) {
    EXPECT_NE(file.excludes(path), nullptr) << path << " against " << c.patterns;
  }
  for (const std::string& path : split(c.in)) {
    EXPECT_EQ(file.excludes(path), nullptr) << path << " against " << c.patterns;
  }
}

TEST(IgnoreFile, MatchesAsTheBuilder) {
  const Case cases[] = {
      // Names are paths from the root of the context, and what lies below.
      {"a", "a a/b a/b/c", "b ab b/a A . aa/b"},
      {"a/b", "a/b a/b/c", "a a/c b"},
      {"a.b", "a.b", "axb"},
      {"é", "é é/x", "e"},
      // Paths are made clean.
      {"/a", "a a/b", "b/a"},
      {"//a", "a", "b"},
      {"a/", "a a/b", "ab"},
      {"./a//b/../c/.", "a/c a/c/d", "a a/b"},
      {"../a", "../a", "a"},
      {"/", "", "a a/b"},
      {".", "", "a a/b"},
      // * and ? stop at slashes.
      {"*", "a a/b .a", ""},
      {"*.go", "a.go a.go/b .go", "a.gox a/b.go"},
      {"a*", "a ab a/b ab/c", "b b/a"},
      {"a*c", "ac abc abbc/d", "a/c ab"},
      {"*a*b*", "ab xaybz aab/c", "ba a/b"},
      {"a/*/c", "a/b/c a/b/c/d", "a/c a/b/b/c a"},
      {"?", "a é a/b", "ab"},
      {"a?c", "abc aéc", "a/c ac abbc"},
      // ** crosses them.
      {"**", "a a/b .a", ""},
      {"**/a", "a b/a c/b/a b/a/c", "ab ba b/ba"},
      {"**/*.go", "a.go b/a.go c/b/a.go/d", "a.gox"},
      {"**/a*", "a ab x/ab", "ba x/ba"},
      {"a/**", "a/b a/b/c", "a ab"},
      {"a/**/c", "a/c a/b/c a/b/b/c/d", "ac a/bc a"},
      {"a**", "a ab a/b ab/c", "b"},
      {"a**b", "ab ax/b a/x/b", "axb ax"},
      {"**a", "a ba x/ba", "ab"},
      {"**/a/**", "a/b x/a/b", "a x/a"},
      {"**/a/**/b", "a/b x/a/y/b", "a ab x/ab"},
      {"**/**", "a a/b", ""},
      {"*/**", "a/b", "a"},
      // Sets and escapes.
      {"[ab]", "a b b/c", "c ab"},
      {"[a-cx]y", "ay by cy xy", "dy y"},
      {"[^a-c]", "d é", "a b"},
      {"[!a]", "! a", "b"},
      {"a[b-", "", "ab a[b- a"},
      {"[]a]", "", "a ]"},
      {"[a", "", "a [a"},
      {"\\*", "*", "a"},
      {"a\\?", "a?", "ab"},
      {"a\\", "", "a a\\"},
      {"^a$", "^a$", "a"},
      {"(a|b)+", "(a|b)+", "a"},
      {"*{a}", "x{a}", "xa"},
      // The last match decides, and an exception counts for what was left out only.
      {"a !a/b", "a a/c", "a/b a/b/c"},
      {"!a a", "a", "b"},
      {"* !a !b/c", "b d b/d", "a a/x b/c"},
      {"a !a/b a/b/c", "a a/b/c", "a/b a/b/d"},
      {"*.md !R*.md RX.md", "a.md RX.md", "R.md RY.md"},
      {"!", "", "a !"},
  };
  for (const Case& c : cases) check(c);
}

TEST(IgnoreFile, ReadsLines) {
  const IgnoreFile file("\xef\xbb\xbf# a\n  b\t\r\n\n \n #c\n!  d \n*\ne");
  std::string seen;
  for (const IgnorePattern& pattern : file.patterns()) {
    seen += std::to_string(pattern.line()) + "[" + pattern.text() + "]";
    if (pattern.is_exception()) seen += " exception";
    if (pattern.is_everything()) seen += " everything";
    seen += "\n";
  }
  EXPECT_EQ(seen, "2[b]\n5[#c]\n6[!  d] exception\n7[*] everything\n8[e]\n");
  EXPECT_TRUE(file.has_exceptions());
  EXPECT_FALSE(IgnoreFile("a\n#!b\n").has_exceptions());
  EXPECT_TRUE(IgnoreFile("").patterns().empty());
}

TEST(IgnoreFile, NamesThePattern) {
  const IgnoreFile file("a\nb\n*b\n!c\n");
  EXPECT_EQ(file.excludes("b/x")->line(), 2u);
  EXPECT_EQ(file.excludes("xb")->line(), 3u);
}

TEST(IgnoreFile, IsNotTiredByManyStars) {
  std::string pattern, path(4000, 'a');
  while (pattern.size() < 4000) pattern += "*a**/";
  EXPECT_EQ(IgnoreFile(pattern + "b").excludes(path), nullptr);
  EXPECT_NE(IgnoreFile("**/a*").excludes(path), nullptr);
  EXPECT_EQ(IgnoreFile(std::string(1 << 20, '*')).excludes("a"), nullptr);  // no path is so long
}

TEST(IgnoreFile, CleansPaths) {
  const std::pair<std::string_view, std::string_view> cases[] = {{"", "."},
                                                                 {".", "."},
                                                                 {"./", "."},
                                                                 {"a", "a"},
                                                                 {"./a/", "a"},
                                                                 {"a//b/./c", "a/b/c"},
                                                                 {"a/..", "."},
                                                                 {"a/../b", "b"},
                                                                 {"a/b/..", "a"},
                                                                 {"..", ".."},
                                                                 {"../..", "../.."},
                                                                 {"../a/../b", "../b"},
                                                                 {"/", "/"},
                                                                 {"//", "/"},
                                                                 {"/..", "/"},
                                                                 {"/../a", "/a"},
                                                                 {"/a/../..", "/"},
                                                                 {"a/../../b", "../b"},
                                                                 {"/a/b/../c/", "/a/c"},
                                                                 {"...", "..."}};
  for (const auto& [path, clean] : cases) EXPECT_EQ(clean_path(path), clean) << path;
}

}  // namespace
}  // namespace dflint
