// The form of the source files, as far as clang-format does not see to it.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "tests/project/sources.h"

namespace dflint {
namespace {

// The comment at the top of a file, without its slashes.
std::string leading_comment(std::string_view text) {
  std::string comment;
  while (text.starts_with("//")) {
    const size_t end = std::min(text.find('\n'), text.size());
    comment.append(text.substr(2, end - 2));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return comment;
}

TEST(Code, StartsWithASentence) {
  for (const SourceFile& source : code_files()) {
    const std::string comment = leading_comment(source.text);
    EXPECT_TRUE(comment.starts_with(" ")) << source.path << " does not say what it is";
    EXPECT_NE(comment.find('.'), comment.npos) << source.path << " begins with half a sentence";
  }
}

TEST(Code, HeadersAreReadOnce) {
  for (const SourceFile& source : code_files()) {
    if (!source.is_header()) continue;
    EXPECT_NE(source.text.find("\n#pragma once\n"), std::string::npos) << source.path;
    EXPECT_EQ(source.text.find("\nusing namespace "), std::string::npos) << source.path;
  }
}

TEST(Code, FilesStayShort) {
  constexpr long most = 600;
  // Longer ones, each with a reason.
  static constexpr std::array<std::string_view, 0> longer = {};
  for (const SourceFile& source : code_files()) {
    if (std::find(longer.begin(), longer.end(), source.path) != longer.end()) continue;
    EXPECT_LE(std::count(source.text.begin(), source.text.end(), '\n'), most) << source.path;
  }
}

// Headers that cost start-up or compile time in every file that sees them.
TEST(Code, AvoidsSlowHeaders) {
  for (const SourceFile& source : code_files()) {
    for (const Include& include : source.includes) {
      const std::string_view name = include.name;
      EXPECT_TRUE(name != "regex" && name != "iostream")
          << source.path << ":" << include.line << " includes <" << name << ">";
      if (!source.is_header()) continue;
      // What plays a client in tests cannot do without.
      if (source.path.starts_with("tests/server/lsp/")) continue;
      EXPECT_TRUE(name != "fmt/format.h" && name != "nlohmann/json.hpp")
          << source.path << ":" << include.line << " includes <" << name << "> in a header";
    }
  }
}

// Two types of one name in one namespace, each seen by other files, are undefined behaviour that no
// compiler or linker reports; the same goes for inline functions.
TEST(Code, DefinesANameOnce) {
  std::map<std::string, std::string> homes;
  for (const SourceFile& source : code_files()) {
    if (!source.is_header()) continue;
    std::string space;
    size_t begin = 0;
    while (begin < source.text.size()) {
      const size_t end = std::min(source.text.find('\n', begin), source.text.size());
      const std::string line = source.text.substr(begin, end - begin);
      begin = end + 1;
      if (line.starts_with("namespace ")) space = line;
      if (line.starts_with("}  // namespace ")) space.clear();
      const bool type = (line.starts_with("struct ") || line.starts_with("class ") ||
                         line.starts_with("enum class ")) &&
                        line.find('{') != line.npos;
      const bool function = line.starts_with("inline ") && line.find('(') != line.npos;
      if (!type && !function) continue;
      const std::string name = space + " " + line.substr(0, line.find(type ? '{' : ')'));
      const auto [home, is_new] = homes.emplace(name, source.path);
      EXPECT_TRUE(is_new) << source.path << " and " << home->second << " both define " << name;
    }
  }
}

TEST(Code, NamesNoMachine) {
  const std::string root = std::filesystem::canonical(DFLINT_SOURCE_DIR).string() + "/";
  for (const SourceFile& source : project_files()) {
    EXPECT_EQ(source.text.find(root), std::string::npos) << source.path << " holds " << root;
  }
}

// Written in two parts, so that this file does not find itself.
TEST(Code, LeavesNothingForLater) {
  constexpr std::array<std::string_view, 2> marks[] = {
      {"TO", "DO"},
      {"FIX", "ME"},
      {"HA", "CK:"},
      {"do not", " commit"},
      {"not yet", " implemented"},
  };
  for (const SourceFile& source : project_files()) {
    // The rule that finds such marks speaks of them.
    if (source.path == "rules/layout/todo_comment.cpp" ||
        source.path == "docs/rules/todo-comment.md" || source.path == "docs/rules/README.md")
      continue;
    for (const auto& [first, second] : marks) {
      const std::string mark = std::string(first) + std::string(second);
      const size_t at = source.text.find(mark);
      EXPECT_EQ(at, std::string::npos) << source.path << " holds " << mark;
    }
  }
}

}  // namespace
}  // namespace dflint
