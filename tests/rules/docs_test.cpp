// Every rule is named and described in the same way, and its page in docs/rules/ is what the
// program prints. DFLINT_UPDATE=1 writes the pages.
#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "rules/builtin.h"
#include "rules/hadolint.h"
#include "rules/manual.h"
#include "tests/support/files.h"
#include "tests/support/page.h"

namespace dflint {
namespace {

constexpr std::string_view repair = "\nTo write the pages anew: DFLINT_UPDATE=1 ./dev test docs\n";

std::string folder() { return std::string(DFLINT_SOURCE_DIR) + "/docs/rules/"; }

// The page is what it should be, or is made so.
void expect_page(const std::string& name, const std::string& text) {
  EXPECT_EQ(page("docs/rules/" + name, text), text) << name << repair;
}

TEST(docs, PagesAreCurrent) {
  std::set<std::string> pages = {folder() + "README.md"};
  expect_page("README.md", manual_index(builtin_rules()));
  for (const Rule& rule : builtin_rules()) {
    const std::string page = std::string(rule.name) + ".md";
    expect_page(page, manual(rule));
    pages.insert(folder() + page);
  }
  for (const std::string& path : files_below(folder())) {
    EXPECT_EQ(pages.count(path), 1u) << path << " belongs to no rule; delete it";
  }
}

TEST(docs, NamesAreThoseOfTheFiles) {
  for (const BuiltinRule& file : builtin_rule_files()) {
    const Rule rule = file.make();
    std::string stem(rule.name);
    std::replace(stem.begin(), stem.end(), '-', '_');
    EXPECT_EQ(stem, file.stem) << file.path;
    EXPECT_TRUE(std::all_of(rule.name.begin(), rule.name.end(), [](char c) {
      return std::islower(c) || std::isdigit(c) || c == '-';
    })) << rule.name;
  }
}

TEST(docs, NamesAndAliasesMeanOneThing) {
  std::map<std::string_view, int> names;
  for (const Rule& rule : builtin_rules()) ++names[rule.name];
  for (const auto& [name, count] : names) {
    EXPECT_EQ(count, 1) << name;
    EXPECT_FALSE(category_named(name)) << name;
  }
  for (const Rule& rule : builtin_rules()) {
    std::set<std::string_view> own;
    for (std::string_view alias : rule.aliases) {
      if (alias.empty()) continue;
      EXPECT_TRUE(own.insert(alias).second) << rule.name << " has alias " << alias << " twice";
      EXPECT_EQ(names.count(alias), 0u) << alias << " is also a rule";
      // No typing errors in the names of other tools.
      EXPECT_TRUE(is_hadolint_code(alias) || buildkit_check(alias) ||
                  std::islower(static_cast<unsigned char>(alias[0])))
          << rule.name << ": " << alias;
    }
  }
}

TEST(docs, SummariesAreOneImperativeSentence) {
  for (const Rule& rule : builtin_rules()) {
    SCOPED_TRACE(rule.name);
    ASSERT_FALSE(rule.summary.empty());
    EXPECT_TRUE(std::isupper(static_cast<unsigned char>(rule.summary.front())));
    EXPECT_NE(rule.summary.back(), '.');
    EXPECT_EQ(rule.summary.find('\n'), std::string_view::npos);
    EXPECT_EQ(rule.summary.find(". "), std::string_view::npos) << "one sentence";
    const std::string_view first = rule.summary.substr(0, rule.summary.find(' '));
    for (std::string_view word : {"The", "A", "An", "This", "It", "Do-not"}) {
      EXPECT_NE(first, word) << "begin with a verb: " << rule.summary;
    }
    EXPECT_TRUE(rule.why.starts_with('\n') && rule.why.size() > 20) << "say why";
  }
}

}  // namespace
}  // namespace dflint
